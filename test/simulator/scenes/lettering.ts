/**
 * Capital letters as strokes, with Vietnamese marks, so that signs look the same on a machine
 * without any font. A letter is 10 wide and 14 high; marks stand above or below.
 */
const STROKES: Readonly<Record<string, string>> = {
  A: "M0 14L5 0L10 14M2 9H8",
  B: "M0 0V14H6Q10 14 10 10.5Q10 7 6 7H0M6 7Q9 7 9 3.5Q9 0 6 0H0",
  C: "M10 3Q9 0 5 0Q0 0 0 7Q0 14 5 14Q9 14 10 11",
  D: "M0 0V14H4Q10 14 10 7Q10 0 4 0Z",
  Đ: "M0 0V14H4Q10 14 10 7Q10 0 4 0ZM-2.5 7H4",
  E: "M9 0H0V14H9M0 7H7",
  G: "M10 3Q9 0 5 0Q0 0 0 7Q0 14 5 14Q10 14 10 8H6",
  H: "M0 0V14M10 0V14M0 7H10",
  I: "M5 0V14",
  K: "M0 0V14M10 0L0 8M3.5 5.5L10 14",
  L: "M0 0V14H9",
  M: "M0 14V0L5 8L10 0V14",
  N: "M0 14V0L10 14V0",
  O: "M5 0Q0 0 0 7Q0 14 5 14Q10 14 10 7Q10 0 5 0Z",
  P: "M0 14V0H6Q10 0 10 4Q10 8 6 8H0",
  Q: "M5 0Q0 0 0 7Q0 14 5 14Q10 14 10 7Q10 0 5 0ZM6 10L10 15",
  R: "M0 14V0H6Q10 0 10 4Q10 8 6 8H0M5 8L10 14",
  S: "M9.5 2.5Q8 0 5 0Q0.5 0 0.5 3.5Q0.5 6.5 5 7Q9.8 7.5 9.8 10.5Q9.8 14 5 14Q1 14 0 11",
  T: "M0 0H10M5 0V14",
  U: "M0 0V9Q0 14 5 14Q10 14 10 9V0",
  Ư: "M0 0V9Q0 14 5 14Q10 14 10 9V0M10 3Q13 2 12.5 -1.5",
  Ơ: "M5 0Q0 0 0 7Q0 14 5 14Q10 14 10 7Q10 0 5 0ZM8.5 2Q12.5 2 12 -2",
  V: "M0 0L5 14L10 0",
  X: "M0 0L10 14M10 0L0 14",
  Y: "M0 0L5 7L10 0M5 7V14",
  "-": "M2 7H8",
};

const MARKS: Readonly<Record<string, string>> = {
  "\u0300": "M3 -5.5L6.5 -2.5",
  "\u0301": "M7 -5.5L3.5 -2.5",
  "\u0302": "M1.5 -2L5 -5L8.5 -2",
  "\u0303": "M1.5 -3Q3.5 -6 5 -4Q6.5 -2 8.5 -5",
  "\u0306": "M1.5 -5Q5 -1 8.5 -5",
  "\u0309": "M3.5 -6Q7.5 -6.5 5.5 -2.5",
  "\u0323": "M4.5 17.5H5.5",
};

const ADVANCE = 14.5;

/** One line of capitals centred at (x, y of the letters' top), letters `height` units high. */
export function lettering(
  text: string,
  x: number,
  y: number,
  height: number,
  colour: string,
  weight = 2.4,
): string {
  const scale = height / 14;
  const letters = [...text.toUpperCase()];
  const total = letters.length * ADVANCE - 4.5;
  const paths = letters.map((letter, i) => {
    const [base = "", ...marks] = decompose(letter);
    const strokes = STROKES[base];
    if (!strokes) return "";
    const above = marks.map(
      (mark, order) =>
        `<path transform="translate(0 ${order > 0 && mark !== "\u0323" ? -3.4 : 0})" d="${MARKS[mark] ?? ""}"/>`,
    );
    return `<g transform="translate(${i * ADVANCE} 0)"><path d="${strokes}"/>${above.join("")}</g>`;
  });
  return `<g transform="translate(${x - (total * scale) / 2} ${y}) scale(${scale})" fill="none" stroke="${colour}" stroke-width="${weight}" stroke-linecap="round" stroke-linejoin="round">${paths.join("")}</g>`;
}

/** Ư and Ơ keep their horn as part of the letter; all other marks come off. */
function decompose(letter: string): string[] {
  return [
    ...letter
      .normalize("NFD")
      .replace(/U\u031b/, "Ư")
      .replace(/O\u031b/, "Ơ"),
  ]
    .join("")
    .replace(
      /^([UO])((?:[\u0300-\u0323])*)\u031b/,
      (_, base: string, marks: string) => (base === "U" ? "Ư" : "Ơ") + marks,
    )
    .split("");
}
