// Lists follow their filters while these are typed or chosen, and the address follows the list.
// Without this module the button of the form does the same with a new page.
//
// What follows the form within its parent is the list: it is replaced by that of the page fetched.
// The form itself stays as it is, and with it the focus.

const forms = "main form.filters[method=get][role=search]";
const wait = 300;
const kept = ["sort", "view"];

function following(form) {
  const found = [];
  for (let next = form.nextElementSibling; next; next = next.nextElementSibling) found.push(next);
  return found;
}

function addressOf(form) {
  const address = new URL(form.action);
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
  const now = new URLSearchParams(location.search);
  for (const name of kept) {
    if (!form.elements.namedItem(name) && now.has(name)) query.set(name, now.get(name));
  }
  address.search = query;
  address.hash = "";
  return address;
}

// Icons are drawn once a page: the list may need some that this page did not have yet.
function addIcons(page) {
  const sprite = document.querySelector(".icon-sprite");
  for (const symbol of page.querySelectorAll(".icon-sprite symbol")) {
    if (!document.getElementById(symbol.id)) sprite?.append(document.importNode(symbol, true));
  }
}

function replaceActions(page) {
  const [here, there] = [document, page].map((root) => root.querySelector(".page-actions"));
  if (here && there) here.replaceChildren(...there.cloneNode(true).childNodes);
}

function rememberAddress(address) {
  history.replaceState(history.state, "", address);
  const back = address.pathname + address.search;
  for (const input of document.querySelectorAll("header input[name=next]")) input.value = back;
}

// A form below the list, as that of a workbook, keeps what somebody has typed there.
function typedBelow(form) {
  const typed = new Map();
  for (const element of following(form)) {
    for (const input of element.querySelectorAll("input[id]:not([type=checkbox]), select[id]")) {
      const offered = input.matches("select")
        ? ([...input.options].find((option) => option.defaultSelected) ?? input.options[0])?.value
        : input.defaultValue;
      if (input.value !== offered) typed.set(input.id, input.value);
    }
  }
  return typed;
}

function enhance(form, position) {
  const live = document.createElement("p");
  live.className = "visually-hidden";
  live.setAttribute("role", "status");
  form.before(live);
  let timer;
  let asked;
  let shown = addressOf(form).search;

  async function show() {
    const address = addressOf(form);
    if (address.search === shown && !asked) return;
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal, headers: { Accept: "text/html" } });
      const text = await answer.text();
      if (!answer.ok || answer.redirected) return void location.assign(address);
      const page = new DOMParser().parseFromString(text, "text/html");
      const other = page.querySelectorAll(forms)[position];
      if (!other) return void location.assign(address);
      addIcons(page);
      const typed = typedBelow(form);
      for (const element of following(form)) element.remove();
      form.after(...following(other).map((element) => document.importNode(element, true)));
      for (const [id, value] of typed) {
        const input = document.getElementById(id);
        if (input) input.value = value;
      }
      replaceActions(page);
      rememberAddress(address);
      shown = address.search;
      asked = undefined;
      // Told by the region above the form, once: one that has just been put in may be read out or not.
      for (const count of document.querySelectorAll("main .result-count")) count.removeAttribute("role");
      live.textContent = page.querySelector("main .result-count")?.textContent.trim() ?? "";
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
    } finally {
      if (!signal.aborted) form.removeAttribute("aria-busy");
    }
  }

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(show, wait);
  };
  const now = () => {
    clearTimeout(timer);
    show();
  };
  form.addEventListener("input", (event) => {
    if (event.target.matches("input[type=search], input[type=text], input:not([type])")) soon();
  });
  form.addEventListener("change", (event) => {
    // A date is typed part by part; it counts once it is complete.
    if (event.target.type === "date") soon();
    else now();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    now();
  });
}

document.querySelectorAll(forms).forEach(enhance);
