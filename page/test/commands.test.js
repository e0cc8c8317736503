import assert from "node:assert/strict";
import { test } from "node:test";

import { commandOf, commander } from "../src/commands.js";

const ID = "0123456789abcdef0123456789abcdef";
const server = { viewerId: "v", token: "t", tab: "mine", events: [], async event(one) { this.events.push(one); } };
const message = { cellucid: 1, type: "ping", viewerId: "v", token: "t", requestId: ID };
const parent = {};

test("a message of the window that holds the page is a command", () => {
  assert.deepEqual(commandOf({ source: parent, data: message }, parent, server), { type: "ping", requestId: ID });
});

const NONE = {
  "of another window": [{ source: {}, data: message }, parent],
  "where nothing holds the page": [{ source: null, data: message }, null],
  "with another token": [{ source: parent, data: { ...message, token: "T" } }, parent],
  "without a token": [{ source: parent, data: { ...message, token: undefined } }, parent],
  "for another viewer": [{ source: parent, data: { ...message, viewerId: "w" } }, parent],
  "of another protocol": [{ source: parent, data: { ...message, cellucid: 2 } }, parent],
  "that is a text": [{ source: parent, data: "ping" }, parent],
  "that is null": [{ source: parent, data: null }, parent],
  "whose request is no text": [{ source: parent, data: { ...message, requestId: [ID] } }, parent],
};
for (const [sentence, [event, window]] of Object.entries(NONE))
  test(`no command: a message ${sentence}`, () => assert.equal(commandOf(event, window, server), null));

test("a command is done once, however often it comes", () => {
  const done = [];
  const command = commander(server, new Map([["ping", async (id) => void done.push(id)]]));
  for (let i = 0; i < 3; i++) command({ type: "ping", requestId: ID });
  command({ type: "ping", requestId: ID.replace("0", "f") });
  command({ type: "format", requestId: ID.replace("0", "e") });
  command({ type: "ping", requestId: "../x" });
  assert.equal(done.length, 2);
});

test("a command for another page of the viewer is not done, one for this page or for all is", () => {
  const done = [];
  const command = commander(server, new Map([["ping", async (id) => void done.push(id)]]));
  const heard = commandOf({ source: parent, data: { ...message, tab: "other" } }, parent, server);
  for (const [n, one] of [heard, { ...heard, tab: "mine" }, { ...heard, tab: undefined }].entries()) command({ ...one, requestId: ID.replace("0", String(n)) });
  assert.deepEqual(done, [ID.replace("0", "1"), ID.replace("0", "2")]);
});

test("a command that fails is told to the server", async () => {
  const command = commander(server, new Map([["ping", async () => { throw new Error("no"); }]]));
  command({ type: "ping", requestId: ID });
  await new Promise((done) => setTimeout(done, 0));
  assert.deepEqual(server.events, [{ type: "error", requestId: ID, text: "no" }]);
});
