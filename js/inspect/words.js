// What the page says, in plain words, and the commands for what it can't do itself.
//
// Rules of this file: no text of a file gets into a command but a name of plain letters; any other name is FILE.

const PLAIN = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/;
const SUFFIX = ".cellucid-session";

export const count = (number, what) => `${number.toLocaleString("en-US")} ${what}${number === 1 ? "" : "s"}`;

/** [title, what it means] of a verdict. */
export function verdictWords({ verdict, kind, size, bytes }, rules) {
  const what = kind === "session" ? "session" : "list of sessions";
  const errors = rules.filter(({ level }) => level === "error").length;
  return {
    valid: ["Valid", `Every byte of this ${what} is as the format says.`],
    invalid: [
      "Not valid",
      `This ${what} breaks ${count(errors, "rule")} of the format.${bytes < size ? " The rest of it was not looked at: this much is proven." : ""}`,
    ],
    inconclusive: ["No answer", "A limit was reached before there was an answer. Treat the file as not valid."],
    error: ["No answer", "The file could not be read to its end, or this page broke. Treat the file as not valid."],
  }[verdict];
}

/** Names and values of what is known of a file. */
export function factsOf(name, { kind, verdict, generation, releases, size, sha256, summary }) {
  const rows = [
    ["File", name],
    ["Size", count(size, "byte")],
  ];
  if (kind === "session") {
    if (generation !== null) rows.push(["Generation of the format", String(generation)]);
    if (verdict === "valid") rows.push(["Opens in release", releases.join(", ") || "none that is known"]);
  }
  const named = { pages: "Pages", groups: "Groups", fields: "Fields", chunks: "Chunks", entries: "Entries" };
  for (const [key, title] of Object.entries(named)) {
    // of a file that was not judged to its end, they are what was reached, which nobody can tell from what there is
    if (key in summary && verdict === "valid") rows.push([title, summary[key].toLocaleString("en-US")]);
  }
  if (sha256 !== null) rows.push(["SHA-256", sha256]);
  return rows;
}

const INSTALL = 'pip install "cellucid-session[anndata]"';

/** What can be done next: [why, command], for a terminal with Python. */
export function commandsOf(name, { kind, verdict, generation }) {
  if (kind !== "session") return [];
  const file = PLAIN.test(name) ? name : "FILE";
  const stem = file.endsWith(SUFFIX) && file.length > SUFFIX.length ? file.slice(0, -SUFFIX.length) : "session";
  if (verdict === "valid") {
    const to = generation === 1 ? 5 : 1;
    return [
      ["Get the command", INSTALL],
      ["Put its labels on the data set", `cellucid-session apply ${file} DATA.h5ad -o NEW.h5ad`],
      [
        `Make a session of another generation of it, here ${to}`,
        `cellucid-session convert ${file} --to ${to} --data DATA.h5ad${to === 5 ? " --template SAVED.cellucid-session" : ""} -o ${stem}-${to}${SUFFIX}`,
      ],
    ];
  }
  return [
    ["Get the command", INSTALL],
    ["See everything that is wrong", `cellucid-validate --no-early-exit ${file}`],
    ["Save what is not damaged as a new session", `cellucid-session salvage ${file} -o ${stem}-saved${SUFFIX}`],
    ["Put what is not damaged on the data set", `cellucid-session rescue ${file} --data DATA.h5ad -o NEW.h5ad`],
  ];
}
