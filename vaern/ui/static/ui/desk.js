/* Keys for the workbench. Everything they do can be done without them.

   Alt+key goes to the element that carries data-key. AltGr is Ctrl+Alt on some machines and writes letters, so it is
   left alone. A digit chooses only while the focus is in a row of chips: a letter or digit alone never acts elsewhere. */
(function () {
  "use strict";

  function pressed(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.getModifierState("AltGraph")) return null;
    var key = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3) : event.key;
    key = key.toLowerCase();
    return /^[a-z]$/.test(key) ? document.querySelector('[data-key="' + key + '"]') : null;
  }

  function go(target) {
    if (target.matches("a, button")) return target.click();
    if (target.matches("details")) {
      target.open = !target.open;
      return target.querySelector("summary").focus();
    }
    if (target.matches("fieldset")) target = target.querySelector("input:checked") || target.querySelector("input");
    target.focus();
  }

  addEventListener("keydown", function (event) {
    if (before) return;
    var target = pressed(event);
    if (target) {
      event.preventDefault();
      return go(target);
    }
    if (event.altKey || event.ctrlKey || event.metaKey || !/^[0-9]$/.test(event.key)) return;
    var row = event.target.closest && event.target.closest(".chips");
    var choice = row && row.querySelector('input[data-digit="' + event.key + '"]');
    if (!choice) return;
    event.preventDefault();
    choice.focus();
    choice.click();
  });

  // A page that moves while a button is held down takes the button from under the finger, and the press is lost. What
  // adds or takes away lines by itself does so through here: at once, or when the button has been let go and has acted.
  var held = null, waiting = [];

  function letGo() {
    clearTimeout(held);
    held = null;
    waiting.splice(0).forEach(function (act) { act(); });
  }
  addEventListener("pointerdown", function () {
    clearTimeout(held);
    held = setTimeout(letGo, 3000); // a release outside the window is never heard of
  }, true);
  ["pointerup", "pointercancel", "dragend"].forEach(function (name) {
    addEventListener(name, function () { if (held) setTimeout(letGo, 0); }, true);
  });
  window.whenStill = function (act) { if (held) waiting.push(act); else act(); };

  document.querySelectorAll(".desk-keys").forEach(function (list) { list.hidden = false; });

  // The privacy screen: by key, by button, or after five minutes without a sign of life. Everything else is taken out of
  // the page's layout, and so out of the accessibility tree; nothing typed is touched, and saving goes on underneath.
  var IDLE = 5 * 60 * 1000;
  var cover = document.getElementById("privacy");
  var hide = document.getElementById("hide-screen");
  var alive = Date.now(), before = null;

  function cloak() {
    if (before) return;
    before = { title: document.title, focus: document.activeElement, scroll: scrollY };
    document.title = cover.dataset.title;
    document.body.classList.add("is-private");
    cover.hidden = false;
    cover.querySelector("button").focus();
  }

  function uncloak() {
    if (!before) return;
    var was = before;
    before = null;
    alive = Date.now();
    cover.hidden = true;
    document.body.classList.remove("is-private");
    document.title = was.title;
    if (was.focus && was.focus !== hide) was.focus.focus({ preventScroll: true });
    scrollTo(0, was.scroll);
  }

  function lookForLife() {
    if (Date.now() - alive >= IDLE) cloak();
  }

  if (cover && hide) {
    hide.hidden = false;
    hide.addEventListener("click", cloak);
    cover.querySelector("button").addEventListener("click", uncloak);
    ["keydown", "input", "pointerdown", "pointermove", "wheel", "touchstart"].forEach(function (sign) {
      addEventListener(sign, function () { if (!before) alive = Date.now(); }, { capture: true, passive: true });
    });
    addEventListener("keydown", function (event) { // any key shows it again, and is used up by that
      if (!before || event.repeat || /^(Alt|AltGraph|Control|Shift|Meta|CapsLock)$/.test(event.key)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      uncloak();
    }, { capture: true });
    setInterval(lookForLife, 5000);
    document.addEventListener("visibilitychange", lookForLife);
  }

  var summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
