/* The way out: hide the page, empty it, tell the server, and be somewhere else. Nothing here waits for the network.

   Replace, not assign: a page that was assigned away from is one press on Back away, with all that was typed in it.
   Emptied on pagehide too: that is what Back would show after a closed tab, a swipe or another app. */
(function () {
  "use strict";

  var exit = document.querySelector("a.exit");
  if (!exit) return;
  var texts = exit.dataset;
  var status = document.querySelector(".exit-status");
  var personal = document.querySelector("[data-personal]");

  function emptyFields() {
    document.querySelectorAll("input:not([type=hidden]), textarea, select").forEach(function (field) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = false;
      else if (field.tagName === "SELECT") field.selectedIndex = -1;
      else if (field.type !== "submit" && field.type !== "button") field.value = "";
    });
  }

  function cover() {
    var blank = document.createElement("div");
    blank.className = "exit-cover";
    blank.setAttribute("role", "alert");
    document.documentElement.appendChild(blank);
    blank.textContent = texts.wait; /* after it stands in the page, so that it is read aloud */
    document.title = texts.wait;
  }

  function leave(event) {
    if (event) event.preventDefault();
    cover();
    emptyFields();
    document.body.replaceChildren();
    try {
      navigator.sendBeacon(texts.close);
    } catch (ignored) {
      /* a blocked beacon must not keep anyone here */
    }
    location.replace(texts.away);
  }

  document.querySelectorAll("a.exit, a.exit-again").forEach(function (link) {
    link.addEventListener("click", leave);
  });

  addEventListener("pagehide", function () {
    emptyFields();
    if (personal) personal.replaceChildren();
  });

  addEventListener("pageshow", function (event) {
    if (!event.persisted || !personal) return;
    cover();
    document.body.replaceChildren();
    location.replace(texts.home);
  });

  /* Shift pressed alone three times, each within five seconds of the one before. */
  var presses = 0;
  var alone = false;
  var timer = 0;

  function say(text) {
    if (status) status.textContent = text;
    exit.dataset.presses = presses;
  }

  function forget(text) {
    clearTimeout(timer);
    if (!presses && !text) return;
    presses = 0;
    say(text || "");
  }

  addEventListener("keydown", function (event) {
    if (event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey) {
      if (!event.repeat) alone = true;
      return;
    }
    alone = false;
    forget();
  }, true);

  addEventListener("pointerdown", function () {
    alone = false; /* Shift held while pointing marks text */
    forget();
  }, true);

  addEventListener("keyup", function (event) {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    clearTimeout(timer);
    presses += 1;
    if (presses === 3) return leave();
    say(presses === 1 ? texts.two : texts.one);
    timer = setTimeout(function () { forget(texts.over); }, 5000);
  }, true);

  document.documentElement.classList.add("scripted");
})();
