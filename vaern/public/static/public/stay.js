/* Close a page of an errand when its time is over, say so a minute before, and let the reader stay without losing what
   they type. Time is asked of the clock, not counted: a phone's timers sleep when it does. */
(function () {
  "use strict";

  var line = document.querySelector(".stay");
  var form = document.querySelector(".stay-form");
  if (!line || !form) return;
  var said = line.querySelector(".stay-soon");
  var MINUTE = 60 * 1000;
  var ends = 0;
  var isSoon = false;
  var isLast = false; // the hour's end: staying would make it no longer
  var timer = 0;

  function wait() {
    ends = Date.now() + line.dataset.seconds * 1000;
    isLast = Number(line.dataset.seconds) < Number(line.dataset.idle);
    look();
  }

  function look() {
    var left = ends - Date.now();
    clearTimeout(timer);
    if (left <= 0) return close();
    if (isSoon !== (left <= MINUTE)) say(!isSoon);
    timer = setTimeout(look, isSoon ? left : left - MINUTE);
  }

  function say(soon) {
    isSoon = soon;
    form.hidden = !isSoon || isLast;
    said.textContent = isSoon ? " " + (isLast ? said.dataset.last : said.dataset.text) : "";
  }

  /* Replaced, not left: Back must not lead to it. Emptied first: what comes instead may be slow, or not come at all. */
  function close() {
    var closed = line.dataset.closed;
    document.querySelectorAll("input:not([type=hidden]), textarea").forEach(function (field) { field.value = ""; });
    document.querySelector("main").replaceChildren();
    location.replace(closed);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var body = new URLSearchParams(new FormData(form));
    body.set("act", "stay");
    fetch(form.action, { method: "POST", body: body, credentials: "same-origin" })
      .then(function (answer) {
        var errand = answer.headers.get("Errand");
        if (answer.status !== 204 || !errand) return tell();
        document.querySelectorAll("input[name=errand]").forEach(function (field) { field.value = errand; });
        line.dataset.seconds = answer.headers.get("Stay-Seconds") || line.dataset.seconds;
        wait();
      })
      .catch(tell);
  });

  /* The button stays, and what is written can still be sent: the server keeps it, also where the sitting is over. */
  function tell() { said.textContent = " " + said.dataset.failed; }

  /* What is sent at the last moment is not cut off on its way. */
  addEventListener("submit", function (event) {
    if (!event.defaultPrevented) ends = Math.max(ends, Date.now() + MINUTE);
  });

  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", look);
  addEventListener("focus", look);
  wait();
})();
