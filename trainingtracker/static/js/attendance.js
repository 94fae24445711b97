// The attendance grid by keyboard: a letter records and goes to the next person, arrows move up
// and down. Without this module every choice is reached with Tab and chosen with Space.

const form = document.querySelector("[data-attendance]");
const groups = [...(form?.querySelectorAll("[role=radiogroup]") ?? [])];
// "p:present e:excused": the letter, and the value it chooses.
const letters = Object.fromEntries(
  (form?.dataset.attendance ?? "").split(" ").map((pair) => pair.split(":")),
);
const said = document.getElementById("attendance-said");

function go(index) {
  const group = groups[index];
  if (!group) return false;
  (group.querySelector("input:checked") ?? group.querySelector("input")).focus();
  return true;
}

function record(group, value) {
  const input = [...group.querySelectorAll("input")].find((each) => each.value === value);
  if (!input) return;
  input.checked = true;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  const who = document.getElementById(group.getAttribute("aria-labelledby"));
  said.textContent = `${who.dataset.name}: ${input.parentElement.textContent.trim()}`;
  if (!go(groups.indexOf(group) + 1)) input.focus();
}

form?.addEventListener("keydown", (event) => {
  const group = event.target.closest("[role=radiogroup]");
  if (!group || event.ctrlKey || event.altKey || event.metaKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    go(groups.indexOf(group) + step);
  } else if (event.key.toLowerCase() in letters) {
    record(group, letters[event.key.toLowerCase()]);
  } else {
    return;
  }
  event.preventDefault();
});

// Only now is it true.
if (form) document.getElementById("attendance-keys").hidden = false;
