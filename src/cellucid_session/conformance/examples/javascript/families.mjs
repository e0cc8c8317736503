// The chunk families: the table of spec section 4.2.

export const FAMILIES = Object.freeze([
  { name: "core/field-overlays", open: false, contributor: "field-overlays", kind: "json", priority: "eager", bound: true },
  { name: "user-defined/codes/", open: true, contributor: "user-defined-codes", kind: "binary", priority: "either", bound: true },
  { name: "core/state", open: false, contributor: "core-state", kind: "json", priority: "eager", bound: true },
  { name: "ui/dockable-layout", open: false, contributor: "dockable-layout", kind: "json", priority: "eager", bound: false },
  { name: "analysis/windows", open: false, contributor: "analysis-windows", kind: "json", priority: "eager", bound: true },
  { name: "highlights/meta", open: false, contributor: "highlights-meta", kind: "json", priority: "eager", bound: true },
  { name: "highlights/cells/", open: true, contributor: "highlights-cells", kind: "binary", priority: "lazy", bound: true },
  { name: "analysis/artifacts/bulk-gene/", open: true, contributor: "analysis-artifacts", kind: "binary", priority: "lazy", bound: true },
].map(Object.freeze));
