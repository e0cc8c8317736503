// The field in which a gene is looked up, to colour the cells by it.

import { h } from "preact";

import { shown } from "../text.js";

/** @param {{app: import("../app.js").App}} props */
export function Gene({ app }) {
  const { genes, store } = app;
  const matrices = app.dataset?.matrices ?? [];
  if (matrices.length === 0) return null;
  const told = () => app.store.changed();
  return h(
    "form",
    {
      class: "gene",
      onSubmit: (/** @type {any} */ event) => {
        event.preventDefault();
        app.lookForGene(event.currentTarget.elements.gene.value);
      },
    },
    h(
      "label",
      null,
      "Gene ",
      h("input", {
        type: "text",
        id: "gene",
        name: "gene",
        list: "genes",
        placeholder: "name, e.g. CD3E",
        autocomplete: "off",
        spellcheck: false,
        maxLength: 256,
        onFocus: () => genes.names(genes.matrix).then(told, told),
        onInput: (/** @type {any} */ event) => {
          genes.typed = event.target.value;
          told();
        },
        onChange: (/** @type {any} */ event) => {
          const { value } = event.target;
          if (genes.found.includes(value)) app.lookForGene(value); // chosen from the list
        },
      }),
    ),
    h("datalist", { id: "genes" }, genes.found.map((name) => h("option", { key: name, value: name }))),
    matrices.length > 1 &&
      h(
        "select",
        {
          id: "matrix",
          "aria-label": "Matrix that the values of a gene come from",
          value: genes.matrix,
          onChange: (/** @type {any} */ event) => {
            genes.matrix = Number(event.target.value);
            const { colouring } = store;
            if (colouring.source === "gene") app.lookForGene(colouring.name);
            else told();
          },
        },
        matrices.map(({ id, key }) => h("option", { key: id, value: id }, shown(key, 40))),
      ),
  );
}
