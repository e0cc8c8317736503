// Runs in the notebook's page: hands one command to the page of a viewer. Spec: 15.5.3.
(function (config) {
  "use strict";
  const frame = document.querySelector(`iframe[data-cellucid="${config.viewer}"][src]`);
  if (!frame || !frame.contentWindow) return; // the page polls too
  frame.contentWindow.postMessage(config.message, new URL(frame.src).origin);
})
