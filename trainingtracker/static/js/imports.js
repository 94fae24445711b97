// Lists on their way in: progress without reloading.

const EVERY = 1000;

function follow(panel) {
  const bar = panel.querySelector("progress");
  const words = panel.querySelector("[data-says]");
  const aloud = panel.querySelector("[data-told]");
  let told = Date.now();
  async function look() {
    try {
      const answer = await fetch(panel.dataset.progress, { headers: { Accept: "application/json" } });
      if (answer.redirected || !answer.ok) throw new Error(answer.statusText);
      const state = await answer.json();
      if (!state.working) {
        location.reload();
        return;
      }
      if (state.total) {
        bar.max = state.total;
        bar.value = state.done;
      } else {
        bar.removeAttribute("value");
      }
      words.textContent = state.says;
      // Whoever listens hears a sentence now and then, not every second.
      if (Date.now() - told > 5000) {
        aloud.textContent = state.says;
        told = Date.now();
      }
    } catch {
      // The server does not answer, or the session is over: look again, as the reader would.
    }
    setTimeout(look, EVERY);
  }
  setTimeout(look, EVERY);
}

for (const panel of document.querySelectorAll("[data-progress]")) follow(panel);
