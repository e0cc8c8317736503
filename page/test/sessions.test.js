import assert from "node:assert/strict";
import { test } from "node:test";

import { Sessions } from "../src/sessions.js";
import { Store } from "../src/store.js";

test("a file that comes while another is read is told not to be loaded", async () => {
  const app = { store: new Store(), dataset: null };
  const sessions = new Sessions(app);
  await sessions.load(new Blob([]), "early.cellucid-session");
  app.dataset = {};
  app.store.during("Reading…");
  await sessions.load(new Blob([]), "late.cellucid-session");
  assert.deepEqual(app.store.notices.map((notice) => notice.text), [
    "“early.cellucid-session” was not loaded: the cells are still to come. Load it again when that is over.",
    "“late.cellucid-session” was not loaded: another session is being loaded. Load it again when that is over.",
  ]);
});
