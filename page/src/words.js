// What is wrong with a session, in the words of the person who wants its groups and labels.
//
// Rules of this file:
// * What the reader found stands behind it, as a detail: with the id of the rule, by which documentation and people who
//   make such files know it.

const OTHERWISE = "it could not be read";

/** By the part of a rule's id before the dot. @type {Map<string, string>} */
const WORDS = new Map(
  /** @type {[string, string[]][]} */ ([
    ["it is not a session, or not the whole of one: a download or a copy may have broken off", ["frame"]],
    ["a part of it is damaged: a download or a copy may have gone wrong", ["gzip"]],
    ["it was not written as sessions are, or was changed since it was saved", ["json", "manifest", "chunk", "payload", "inventory", "policy"]],
    ["its lists of cells or labels are damaged, or do not fit this data set", ["typed", "uvarint", "cells", "codes"]],
    ["a cached result of an analysis in it is damaged", ["table"]],
    ["what it says of its groups is not as it must be", ["meta"]],
    ["what it says of its labels is not as it must be", ["overlays"]],
    ["what it says of views, panels or windows is not as it must be", ["state", "layout", "windows"]],
    ["it holds more than this page takes", ["budget"]],
    ["it was made from another data set", ["dataset"]],
    ["a name in it can mislead who reads it", ["text"]],
  ]).flatMap(([words, layers]) => layers.map((layer) => /** @type {[string, string]} */ ([layer, words]))),
);

/** @param {string | null} rule its id */
export const inWordsOf = (rule) => WORDS.get((rule ?? "").split(".")[0]) ?? OTHERWISE;
