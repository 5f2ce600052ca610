/* Say a minute before a page of an errand closes that it will, and let the reader stay without losing what they type. */
(function () {
  "use strict";

  var line = document.querySelector(".stay");
  var form = document.querySelector(".stay-form");
  if (!line || !form) return;
  var said = line.querySelector(".stay-soon");
  var timer = 0;

  function wait() {
    var seconds = Number(line.dataset.seconds);
    var isLast = seconds < Number(line.dataset.idle); // the hour's end: staying would make it no longer
    clearTimeout(timer);
    said.textContent = "";
    form.hidden = true;
    timer = setTimeout(function () {
      form.hidden = isLast;
      said.textContent = " " + (isLast ? said.dataset.last : said.dataset.text);
    }, Math.max(0, seconds - 60) * 1000);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var body = new URLSearchParams(new FormData(form));
    body.set("act", "stay");
    fetch(form.action, { method: "POST", body: body, credentials: "same-origin" })
      .then(function (answer) {
        if (answer.status !== 204) return;
        line.dataset.seconds = answer.headers.get("Stay-Seconds") || line.dataset.seconds;
        wait();
      })
      .catch(function () { /* the line and the button stay */ });
  });

  wait();
})();
