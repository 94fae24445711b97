// The grid of all meetings by keyboard: a letter records and goes to the next person, arrows move.
// Without this module Tab goes through the cells, and letters are typed as in any field.

const form = document.querySelector("[data-grid]");
const letters = form?.dataset.grid ?? "";

const rows = [...(form?.querySelectorAll("tbody tr") ?? [])];
const inputAt = (row, column) => rows[row]?.cells[column]?.querySelector("input");

// The next cell in a direction that can be written in; those that cannot are passed over.
function go(row, column, down, across) {
  const width = rows[0].cells.length;
  for (;;) {
    row += down;
    column += across;
    if (row < 0 || row >= rows.length || column < 1 || column >= width) return false;
    const input = inputAt(row, column);
    if (!input) continue;
    input.focus();
    input.select();
    return true;
  }
}

const moves = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], Enter: [1, 0] };

form?.addEventListener("keydown", (event) => {
  const input = event.target;
  const cell = input.closest("td");
  if (!cell || event.ctrlKey || event.altKey || event.metaKey) return;
  const row = rows.indexOf(cell.parentElement);
  const column = cell.cellIndex;
  const letter = event.key.toLowerCase();
  if (moves[event.key]) {
    go(row, column, ...moves[event.key]);
  } else if (event.key.length === 1 && letters.includes(letter)) {
    input.value = event.key.toUpperCase();
    input.dispatchEvent(new Event("change", { bubbles: true }));
    // At the end of a meeting the next one begins on top.
    if (!go(row, column, 1, 0)) go(-1, column + 1, 1, 0);
  } else {
    return;
  }
  event.preventDefault();
});

form?.addEventListener("focusin", (event) => event.target.closest("td") && event.target.select());

// Only now is it true.
if (form) document.getElementById("grid-keys")?.removeAttribute("hidden");
