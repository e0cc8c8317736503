// What the search of the site puts first: the page or section whose name is what was asked for, such as a rule's id; then
// pages for users before records of decisions and the changelog. The weights are Sphinx's own.
var Scorer = {
  score: (result) => {
    const [page, title, , , score] = result;
    const asked = (new URLSearchParams(window.location.search).get("q") ?? "").trim().toLowerCase();
    const name = title.split(" > ").at(-1).toLowerCase();
    if (asked && name === asked) return score + 1000;
    if (asked.length > 3 && name.includes(asked)) return score + 100;
    return /^(format\/adr\/|project\/)/.test(page) ? score / 4 : score;
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
