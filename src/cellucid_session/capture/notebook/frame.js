// Runs in the notebook's page, beside the frame of a viewer: finds the address at which this browser reaches the
// server, and opens the page there. `config` is what display.py gives. Spec: 15.8.2.
(function (config) {
  "use strict";
  // the same output may be in a page twice (JupyterLab's "New View for Output"): each script serves its own box
  const box = document.currentScript?.parentElement ?? document.getElementById(config.box);
  const frame = box?.querySelector("iframe");
  const note = box?.querySelector("p");
  if (!frame || !note || frame.dataset.cellucid) return; // a notebook may run an output twice
  const say = (text) => {
    note.textContent = text;
    note.hidden = text === "";
    frame.hidden = text !== "";
  };

  const other = document.querySelector(`iframe[data-cellucid="${config.viewer}"]`);
  if (other) { // a second page would be a second state of one viewer
    say("This viewer is open in this notebook already; its page stays there, so that nothing in it is lost. ");
    const link = document.createElement("button");
    link.textContent = "Go there";
    link.addEventListener("click", () => other.scrollIntoView({ behavior: "smooth", block: "center" }));
    note.append(link);
    return;
  }
  frame.dataset.cellucid = config.viewer;

  /** The path under which the notebook's server answers, or null outside Jupyter. */
  function notebookBase() {
    const data = document.getElementById("jupyter-config-data"); // JupyterLab, Notebook 7
    try {
      const base = data && JSON.parse(data.textContent).baseUrl;
      if (typeof base === "string") return base;
    } catch {
      // what is no JSON tells no base
    }
    return document.body.dataset.baseUrl || null; // classic notebook
  }

  const open = (base) => {
    say("");
    frame.src = new URL(config.page, base).href;
  };
  const sameOrigin = (base) => base.origin === window.location.origin;

  /** "yes", "no", or "refused" when our server answers and does not take this host. */
  async function answers(base) {
    const options = { cache: "no-store", credentials: "same-origin", referrerPolicy: "no-referrer" };
    try {
      const response = await fetch(new URL("_cellucid/health", base), options);
      if (response.status === 403 && (await response.text()).includes(config.refusal)) return "refused";
      return response.ok && (await response.json()).service === "cellucid-session" ? "yes" : "no";
    } catch {
      return "no";
    }
  }

  /** Whether anything answers at another origin; what it says can't be read from here. */
  async function reachable(base) {
    try {
      await fetch(new URL("_cellucid/health", base), { mode: "no-cors", cache: "no-store" });
      return true;
    } catch {
      return false;
    }
  }

  async function start() {
    const here = window.location.href;
    const direct = new URL(config.direct);
    if (config.base !== null) {
      const base = new URL(config.base, here);
      const found = sameOrigin(base) ? await answers(base) : (await reachable(base)) ? "yes" : "no";
      if (found === "yes") return open(base);
      return say(found === "refused" ? config.texts.host : `${config.texts.base} ${base.origin}${base.pathname}`);
    }
    const prefix = notebookBase();
    let found = "no";
    if (prefix !== null) {
      const base = new URL(`${prefix}proxy/${config.port}/`, here);
      found = await answers(base);
      if (found === "yes") return open(base);
    }
    if (await reachable(direct)) return open(direct);
    return say(found === "refused" ? config.texts.host : config.texts.unreachable);
  }
  start();
})
