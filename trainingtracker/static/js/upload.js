// A file that is too large is told at once, before it is sent.

for (const input of document.querySelectorAll("input[type=file][data-limit]")) {
  const warning = document.getElementById("file-too-large");
  const check = () => {
    const large = [...input.files].some((file) => file.size > Number(input.dataset.limit));
    warning.hidden = !large;
    warning.textContent = large ? input.dataset.tooLarge : "";
    return large;
  };
  input.addEventListener("change", check);
  input.form.addEventListener("submit", (event) => {
    if (check()) {
      event.preventDefault();
      input.focus();
      // Nothing was sent, so that the next press is no double click (site.js).
      setTimeout(() => delete input.form.dataset.sent);
    }
  });
}
