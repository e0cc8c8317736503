// What is said of a session of a generation that the page does not show.
//
// Rules of this file: the judge tells the generation; what the page can't read is told as what it is, and is never read by
// the rules of another generation.

import { FORMAT } from "session/data/format.js";

const LATER = "frame.generation"; // the rule of a magic with a number that nobody here knows

/** What is said of a file that the page can't read; "" for one that it can. @param {import("session/index.js").Report} report */
export function tooLate({ generation, findings }) {
  if (findings.some(({ rule }) => rule === LATER)) return "it was saved by a later Cellucid than is known here. Open it in the viewer that wrote it";
  const known = FORMAT.generations.find(({ number }) => number === generation);
  if (known === undefined || known === FORMAT.generations[0]) return "";
  return `it was saved by Cellucid ${known.releases.join(" or ")}, in a form that this page can't show yet. Its labels come into an AnnData with cellucid-session apply, or with apply_cellucid_session_to_anndata in Python`;
}
