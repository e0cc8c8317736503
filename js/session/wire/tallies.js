// What rules ask of codes.
//
// Rules of this file: numbers are kept, never elements; runs of length 0 stand for no code.

/** Tallies codes. categories: how many the field has, or null; markers: codes that mean none; marks: in some field. */
export class Tally {
  constructor(categories, markers, marks) {
    this.categories = categories;
    this.markers = markers;
    this.marks = marks;
    this.seen = new Set();
    this.highest = -1; // greatest code that is none of the marks
    this.count = 0; // codes that name no category and are no marker
    this.first = null;
    this.plain = Math.min(...marks, categories ?? Infinity); // below it, nothing but `highest` can change
  }

  code(value, start, end) {
    this.run(value, 1, start, end);
  }

  run(value, many, start, end) {
    if (!many) return;
    if (value < this.plain) {
      if (value > this.highest) this.highest = value;
      return;
    }
    if (this.marks.includes(value)) this.seen.add(value);
    else if (value > this.highest) this.highest = value;
    if (this.categories === null || value < this.categories || this.markers.includes(value)) return;
    this.count += many;
    this.first ??= [start, end];
  }
}
