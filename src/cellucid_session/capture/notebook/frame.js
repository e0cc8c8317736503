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

  /** What a person is told, with a sentence for the program that shows this notebook. */
  function advise(text) {
    const { protocol, hostname } = window.location;
    const within = (name) => hostname === name || hostname.endsWith(`.${name}`);
    if (protocol === "vscode-webview:" || within("vscode-cdn.net") || within("vscode-webview.net")) {
      return say(`${text} ${config.texts.vscode}`);
    }
    if (within("googleusercontent.com") || within("colab.research.google.com")) {
      return say(`${text} ${config.texts.colab}`);
    }
    return say(text);
  }

  /**
   * "yes" when this viewer's server answers there, "refused" when it does not take this host, else "no". The page's
   * address holds a token: it goes to nobody who has not shown that it knows the token already.
   */
  async function answers(base) {
    const question = new URL(`_cellucid/health?viewerId=${config.viewer}&challenge=${config.challenge}`, base);
    const options = { cache: "no-store", credentials: "same-origin", referrerPolicy: "no-referrer" };
    try {
      const response = await fetch(question, options);
      if (response.status === 403 && (await response.text()).includes(config.refusal)) return "refused";
      return response.ok && (await response.json()).proof === config.proof ? "yes" : "no";
    } catch {
      return "no";
    }
  }

  async function start() {
    const here = document.baseURI; // the address of this document is none in a frame of `srcdoc`
    const web = /^https?:/.test(here);
    let found = "no";
    if (config.base !== null && (web || !config.base.startsWith("/"))) {
      const base = new URL(config.base, here);
      found = await answers(base);
      if (found === "yes") return open(base);
      if (found === "refused") return say(config.texts.host);
      if (config.named) return advise(`${config.texts.base} ${base.href}`);
    } else if (config.base !== null && config.named) {
      return advise(`${config.texts.base} ${config.base}`);
    }
    const prefix = config.base === null && web ? notebookBase() : null;
    if (prefix !== null) {
      const base = new URL(`${prefix}proxy/${config.port}/`, here);
      found = await answers(base);
      if (found === "yes") return open(base);
    }
    const direct = new URL(config.direct);
    const near = await answers(direct);
    if (near === "yes") return open(direct);
    if (config.base !== null) return advise(config.texts.hub);
    return found === "refused" || near === "refused" ? say(config.texts.host) : advise(config.texts.unreachable);
  }
  start().catch(() => advise(config.texts.unreachable)); // whatever happens, the sentence that stood there goes
})
