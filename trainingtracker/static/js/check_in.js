// Shows the code of each minute as it begins. Without this module a link loads the page again.

const panel = document.querySelector("[data-check-in]");

async function renew() {
  let seconds = 5;
  try {
    const answer = await fetch(panel.dataset.checkIn, { headers: { Accept: "application/json" } });
    if (answer.status === 404 || answer.redirected) {
      location.reload();
      return;
    }
    const now = await answer.json();
    panel.querySelector(".check-in-code").textContent = now.code;
    document.getElementById("present").textContent = now.present;
    seconds = Math.min(now.seconds, 15);
  } catch {
    // Without a connection the old code stays until the next attempt.
  }
  setTimeout(renew, seconds * 1000);
}

if (panel) setTimeout(renew, Math.min(Number(panel.dataset.seconds), 15) * 1000);
