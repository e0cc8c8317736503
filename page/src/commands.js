// Commands of the notebook: they come by postMessage or by the server, and are answered over HTTP.
//
// Rules of this file:
// * A message counts only when it comes from the window that holds the page, and carries this viewer's id and token.
// * A command is done once, however often it comes: by both ways, or sent again.
// * A command for another page of the viewer is not this one's.
// * What fails is told to the server with the command's id, so that Python does not wait for its time-out, and to the person.

const REMEMBERED = 64;

/**
 * @typedef {import("./server.js").Server} Server
 * @typedef {{type: string, requestId: string, tab?: string, bundle?: string}} Command
 */

/**
 * @param {Server} server
 * @param {Map<string, (requestId: string, bundle: string) => Promise<void>>} actions by type
 * @returns {(command: Command) => void}
 */
export function commander(server, actions) {
  /** @type {string[]} */
  let done = [];
  return ({ type, requestId, tab, bundle }) => {
    const action = actions.get(type);
    if (!action || (tab ?? server.tab) !== server.tab || !/^[0-9a-f]{32}$/.test(requestId) || done.includes(requestId)) return;
    done = [...done.slice(1 - REMEMBERED), requestId];
    action(requestId, bundle ?? "").catch((error) => {
      server.event({ type: "error", requestId, text: String(error.message ?? error).slice(0, 2000) }).catch(() => {});
    });
  };
}

/**
 * Is this message a command for this page?
 * @param {{source: unknown, data: any}} event
 * @param {unknown} parent the window that holds the page; null: none does
 * @param {Server} server
 * @returns {Command | null}
 */
export function commandOf(event, parent, server) {
  const message = event.data;
  if (parent === null || event.source !== parent || typeof message !== "object" || message === null) return null;
  if (message.cellucid !== 1 || message.viewerId !== server.viewerId || message.token !== server.token) return null;
  if (typeof message.type !== "string" || typeof message.requestId !== "string") return null;
  return { type: message.type, requestId: message.requestId, ...(typeof message.tab === "string" && { tab: message.tab }) };
}
