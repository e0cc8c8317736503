// Starts the page: puts its parts together, and tells the server when it can be used.

import { h, render } from "preact";

import { App } from "./app.js";
import { prepare } from "./asking.js";
import { change } from "./changes.js";
import { commandOf, commander } from "./commands.js";
import { Gestures } from "./gestures.js";
import { Hover } from "./hover.js";
import { actionOf } from "./keys.js";
import { Lasso } from "./lasso.js";
import { saidOf } from "./said.js";
import { Scatter } from "./scatter.js";
import { Server } from "./server.js";
import { shown } from "./text.js";
import { Aside } from "./ui/aside.js";
import { Dialogs } from "./ui/dialogs.js";
import { held, keepFocus } from "./ui/focus.js";
import { Groups } from "./ui/groups.js";
import { Alert, Head } from "./ui/head.js";
import { Labels } from "./ui/labels.js";
import { Legend } from "./ui/legend.js";
import { Names, Tip } from "./ui/over.js";
import { Notices } from "./ui/notices.js";
import { Offers } from "./ui/offers.js";
import { Selection, Tools } from "./ui/tools.js";

const PAGE = "cellucid-session 0.1";

/** @template {HTMLElement} T @param {string} id @param {new () => T} type @returns {T} */
function element(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page has no element ${id}.`);
  return found;
}

const server = new Server(new URL(location.href));
const framed = window.parent !== window;
const app = new App(server, framed);

/** @type {[string, (props: {app: App}) => any][]} */
const PARTS = [
  ["head", Head],
  ["alert", Alert],
  ["tools", Tools],
  ["selection", Selection],
  ["other", ({ app }) => [h(Aside, { app }), h(Offers, { app })]],
  ["side", ({ app }) => [h(Notices, { app }), h(Groups, { app }), h(Labels, { app }), h(Legend, { app })]],
  ["dialogs", Dialogs],
  ["names", Names],
  ["tip", Tip],
];

let waiting = false;
function redraw() {
  if (waiting) return;
  waiting = true;
  // not on an animation frame: a page in the background has none, and must still answer
  setTimeout(() => {
    waiting = false;
    app.painting.paint();
    const places = PARTS.map(([id]) => element(id, HTMLElement));
    const focus = held(places);
    PARTS.forEach(([, part], n) => render(h(part, { app }), places[n]));
    keepFocus(focus, element("plot", HTMLElement));
  }, 0);
}

/** What lies over the plot follows it, and the rest of the page is not drawn anew for that. */
function redrawOver() {
  for (const [id, part] of PARTS.slice(-2)) render(h(part, { app }), element(id, HTMLElement));
}

/** What goes wrong unseen is told, here and to the server. @param {string} text */
function failed(text) {
  server.console("error", text);
  app.store.say("error", "Something in this page went wrong. What is done can be saved; reload the page if it no longer answers.", shown(text, 300));
}

function watchErrors() {
  addEventListener("error", (event) => failed(String(event.message)));
  addEventListener("unhandledrejection", (event) => failed(String(event.reason?.message ?? event.reason)));
  addEventListener("securitypolicyviolation", (event) => server.console("error", `blocked by the page's policy: ${event.violatedDirective}`));
  for (const level of /** @type {const} */ (["warn", "error"])) {
    const original = console[level].bind(console);
    console[level] = (...parts) => {
      original(...parts);
      server.console(level, parts.map(String).join(" "));
    };
  }
}

function watchKeys() {
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, select, dialog");
    if (typing) return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && (key === "z" || key === "y")) {
      event.preventDefault();
      if (key === "y" || event.shiftKey) app.store.redo();
      else app.store.undo();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey) {
      if (isOfPlot(event.target) && app.gestures?.key(event.key)) event.preventDefault();
      else actionOf(event.key)?.(app);
    }
  });
}

/** Whether keys there move the plot: on it, on its tools, and where nothing has the focus. @param {EventTarget | null} target */
const isOfPlot = (target) => target === document.body || (target instanceof Element && target.closest("#place, #tools") !== null);

function watchFiles() {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const files = event.dataTransfer?.files;
    if (files && files.length > 1) app.store.say("warning", "Only one session can be loaded, so none of these files was. Drop one.");
    else if (files?.length) app.sessions.load(files[0], files[0].name);
  });
  addEventListener("beforeunload", (event) => {
    if (app.store.unsaved && !framed) event.preventDefault();
  });
}

function makePlot() {
  const place = element("place", HTMLElement);
  const cover = element("cover", HTMLCanvasElement);
  const plot = element("plot", HTMLCanvasElement);
  app.lasso = new Lasso(cover, (line, how) => app.drawn(line, how));
  try {
    const scatter = new Scatter(place, plot, (text) => app.store.say("warning", text));
    scatter.looked = redrawOver;
    scatter.drawn = () => place.setAttribute("data-drawn", String(scatter.frames));
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => scatter.wake(), true);
    app.scatter = scatter;
    app.gestures = new Gestures(place, [plot, cover], scatter);
    app.gestures.pinched = () => app.lasso?.drop();
    app.hover = new Hover(app, place, redrawOver);
  } catch (error) {
    app.store.say("error", "This browser can't draw the cells. They can be selected by category, and sessions loaded and saved.", saidOf(error).join(""));
  }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  app.scatter?.ground(dark.matches);
  dark.addEventListener("change", () => app.scatter?.ground(dark.matches));
}

async function start() {
  app.store.listen(redraw);
  redraw();
  if (!server.named) {
    app.store.say("error", "This address does not name a viewer. Open the page from the notebook, or by the address that Python gave, whole.");
    return;
  }
  watchErrors();
  watchKeys();
  watchFiles();
  app.ask(); // before the graphics, which take a while
  makePlot();
  const command = commander(
    server,
    new Map([
      ["ping", (requestId) => server.event({ type: "pong", requestId, protocol: 1 })],
      ["requestSessionBundle", (requestId) => app.sessions.capture(requestId)],
      ["requestSelection", (requestId) => app.sessions.tellSelection(requestId)],
      ["change", async (requestId) => {
        await change(app, requestId);
        await server.event({ type: "done", requestId });
      }],
      ["sessionKept", async (_, bundle) => app.sessions.keptByPython(bundle)],
    ]),
  );
  addEventListener("message", (event) => {
    const one = commandOf(event, framed ? window.parent : null, server);
    if (one) command(one);
  });
  await begin();
  await server.listen(framed, command, (charge) => app.presence.heard(charge), (error) => {
    app.troubles.heard(error);
    if (error === null && !app.dataset) begin(); // the server is back
    else if (error === null) app.again();
  });
}

async function begin() {
  try {
    await app.start();
    await app.drafts.begin();
    await app.presence.begin();
    await server.event({ type: "ready", protocol: 1, page: PAGE, context: framed ? "frame" : "tab" });
    prepare();
  } catch (error) {
    app.troubles.heard(error);
    app.troubles.heard(error); // at start one failure is enough to say so
    const [text, behind] = saidOf(error);
    app.store.say("error", `The data set could not be loaded: ${text}.`, behind);
  }
}

start();
