// Adds and removes rows of a form without a reload. Without this module every button sends the form.

const numbered = /^(\w+)-(\d+)(-|$)/;

function renumber(group) {
  group.querySelectorAll("[data-row]").forEach((row, index) => {
    for (const number of row.querySelectorAll(".row-number")) number.textContent = index + 1;
    if (row.ariaLabel) row.ariaLabel = row.ariaLabel.replace(/\d+$/, index + 1);
  });
}

function nextIndex(group) {
  const used = [...group.querySelectorAll("[data-row] [name]")]
    .map((input) => numbered.exec(input.name))
    .filter(Boolean)
    .map((found) => Number(found[2]));
  return Math.max(-1, ...used) + 1;
}

function rename(row, index) {
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const name of ["id", "name", "for", "value", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value === null || (name === "value" && element.name !== "remove")) continue;
      element.setAttribute(name, value.replace(/(^| )(\w+)-\d+(?=-|$| )/g, `$1$2-${index}`));
    }
  }
}

function weekLater(day) {
  if (!day) return "";
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 7);
  return date.toISOString().slice(0, 10);
}

function addRow(group) {
  const last = [...group.querySelectorAll("[data-row]")].at(-1);
  if (!last) return false;
  const row = last.cloneNode(true);
  rename(row, nextIndex(group));
  const meeting = row.classList.contains("meeting-row");
  row.querySelectorAll(".field-error").forEach((error) => error.remove());
  row.querySelectorAll(".is-invalid").forEach((input) => input.classList.remove("is-invalid"));
  row.querySelectorAll("[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
  row.querySelectorAll("input, select").forEach((input, index) => {
    const before = last.querySelectorAll("input, select")[index].value;
    if (input.type === "hidden" || !meeting) input.value = "";
    else input.value = input.type === "date" ? weekLater(before) : before;
  });
  // A list without an empty choice begins with its first.
  for (const list of row.querySelectorAll("select")) {
    if (list.selectedIndex < 0) list.selectedIndex = 0;
  }
  last.after(row);
  renumber(group);
  row.querySelector("input:not([type=hidden]), select").focus();
  return true;
}

function removeRow(group, button) {
  const row = button.closest("[data-row]");
  const rows = [...group.querySelectorAll("[data-row]")];
  if (rows.length === 1) return false;
  const neighbour = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
  row.remove();
  renumber(group);
  neighbour.querySelector("input:not([type=hidden]), select").focus();
  return true;
}

for (const group of document.querySelectorAll("[data-rows]")) {
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=add], button[name=remove]");
    if (!button) return;
    const done = button.name === "add" ? addRow(group) : removeRow(group, button);
    if (done) event.preventDefault();
  });
}
