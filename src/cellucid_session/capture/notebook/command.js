// Runs in the notebook's page: hands one command to the page of a viewer. Spec: 14.5.
(function (config) {
  "use strict";
  const frame = document.getElementById(config.frame);
  if (!frame || !frame.contentWindow || !frame.src) return; // the page polls too
  frame.contentWindow.postMessage(config.message, new URL(frame.src).origin);
})
