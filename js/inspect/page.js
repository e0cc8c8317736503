// The page: takes a file, has it judged by a worker, and shows what that says.
//
// Rules of this file: texts go in as text, never as markup; what a file says stands in an element of its own direction.
// One file at a time: another one, or Cancel, ends the worker of the one before.

import { commandsOf, count, factsOf, verdictWords } from "./words.js";

const $ = (id) => document.getElementById(id);
const SHOWN = 20; // places of one rule
const source = URL.createObjectURL(new Blob([$("worker").textContent], { type: "text/javascript" }));
let worker = null;
let told = ""; // the report as JSON

/** An element with texts and elements in it. */
function made(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

/** Text of a file. */
const foreign = (text) => made("bdi", {}, text);

const section = (title, ...inside) => [made("h3", {}, title), ...inside];

function show(id, ...inside) {
  $(id).replaceChildren(...inside);
}

function ruleShown({ rule, level, sentence, why, remedy, places }) {
  const listed = places.slice(0, SHOWN).map(({ message, where }) =>
    made("li", {}, foreign(message || "found here"), ...(where ? [made("br"), foreign(where)] : [])),
  );
  if (places.length > SHOWN) listed.push(made("li", {}, `and ${count(places.length - SHOWN, "more place")}`));
  const title = made("h4", {}, made("span", { class: level }, `${level[0].toUpperCase()}${level.slice(1)}: `), sentence);
  return [
    title,
    made("p", { class: "quiet" }, `${why} `, made("code", {}, rule)),
    made("ul", {}, ...listed),
    ...(remedy ? [made("p", {}, made("strong", {}, "What to do: "), remedy)] : []),
  ];
}

/** A strip with the part of the cells that are in a group, from the first cell to the last. */
function strip(parts, words) {
  const canvas = made("canvas", { width: String(parts.length), height: "1", role: "img", "aria-label": words });
  const pen = canvas.getContext("2d");
  pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--accent");
  parts.forEach((part, at) => {
    pen.globalAlpha = part ? 0.25 + 0.75 * part : 0;
    pen.fillRect(at, 0, 1, 1);
  });
  return canvas;
}

function table(caption, heads, rows) {
  const headed = made("tr", {}, ...heads.map((head) => made("th", { scope: "col" }, head)));
  const body = rows.map((cells) => made("tr", {}, ...cells.map((cell) => made("td", {}, cell))));
  const whole = made("table", {}, made("thead", {}, headed), made("tbody", {}, ...body));
  return made("div", { class: "table", tabindex: "0", role: "region", "aria-label": caption }, whole);
}

function insideShown({ pages, fields, cells, left }) {
  const shown = [];
  for (const { name, groups } of pages) {
    const rows = groups.map(({ label, type, size, parts, words }) => [
      foreign(label),
      foreign(type),
      size,
      parts ? strip(parts, words) : words,
    ]);
    shown.push(...section(made("span", {}, "Page ", foreign(name)), table(`Groups of page ${name}`, ["Group", "Kind", "Cells", "Where they stand"], rows)));
  }
  if (fields.length) {
    const rows = fields.map(({ key, source: of, kind, told: values }) => [foreign(key), of, kind, foreign(values)]);
    shown.push(...section("Fields", table("Fields", ["Field", "Of", "Kind", "Categories"], rows)));
  }
  if (cells) shown.push(made("p", { class: "quiet" }, `A strip goes from the first of ${count(cells, "cell")} to the last; the fuller a place, the more of its cells are in the group.`));
  if (left) shown.push(made("p", {}, left));
  return shown;
}

function result({ name, facts, rules, inside, document: text }) {
  told = text;
  const [title, meaning] = verdictWords(facts, rules);
  show("verdict", made("span", { class: facts.verdict }, title), ": ", foreign(name));
  show("meaning", meaning);
  show("facts", ...factsOf(name, facts).flatMap(([key, value]) => [made("dt", {}, key), made("dd", {}, foreign(value))]));
  const more = facts.suppressed ? [made("p", {}, `${count(facts.suppressed, "more finding")} are not shown.`)] : [];
  show("findings", ...(rules.length ? section("What was found", ...rules.flatMap(ruleShown), ...more) : []));
  show("inside", ...(inside ? insideShown(inside) : []));
  const next = commandsOf(name, facts).flatMap(([why, command]) => [made("p", {}, `${why}:`), made("pre", {}, command)]);
  show("next", ...(next.length ? section("What this page can't do, and a terminal with Python can", ...next) : []));
  show("copied");
  $("report").hidden = true;
  $("result").hidden = false;
  const errors = rules.filter(({ level }) => level === "error").map(({ sentence }) => sentence);
  show("status", [`${title}.`, meaning, ...errors.slice(0, 1)].join(" "));
}

function over() {
  worker?.terminate();
  worker = null;
  $("working").hidden = true;
}

function look(file) {
  over();
  $("result").hidden = true;
  $("progress").value = 0;
  $("working").hidden = false;
  show("status", "Reading the file.");
  worker = new Worker(source);
  worker.onmessage = ({ data }) => {
    if ("read" in data) {
      $("progress").value = file.size ? (100 * data.read) / file.size : 100;
      return;
    }
    over();
    if ("done" in data) result(data.done);
    else show("status", "No answer: the page broke. ", foreign(data.failed));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    over();
    show("status", "No answer: the page broke. ", foreign(event.message ?? ""));
  };
  worker.postMessage(file);
}

async function copy() {
  try {
    await navigator.clipboard.writeText(told);
    show("copied", "Copied.");
  } catch {
    $("report").value = told;
    $("report").hidden = false;
    $("report").select();
    show("copied", "The browser does not allow it: copy the text below.");
  }
}

function save() {
  const address = URL.createObjectURL(new Blob([told], { type: "application/json" }));
  made("a", { href: address, download: "report.json" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

$("file").addEventListener("change", ({ target }) => target.files.length && look(target.files[0]));
$("cancel").addEventListener("click", () => {
  over();
  show("status", "Cancelled. There is no answer.");
  $("file").focus();
});
$("copy").addEventListener("click", copy);
$("save").addEventListener("click", save);
for (const kind of ["dragenter", "dragover"]) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    document.body.classList.add("over");
  });
}
addEventListener("dragleave", ({ relatedTarget }) => relatedTarget ?? document.body.classList.remove("over"));
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  const [file] = event.dataTransfer.files;
  if (file) look(file);
  else show("status", "That was no file.");
});
