/* The call log: save what is typed, a second after the last key, and say so only when the server has said so.
   Nothing is kept in the browser's storage: what the server does not have yet stands in the page and nowhere else. */
(function () {
  "use strict";

  var form = document.getElementById("call");
  if (!form) return;
  var say = form.dataset;
  var state = document.getElementById("saved");
  var said = document.getElementById("saved-said");
  var trouble = document.getElementById("trouble");
  var note = form.elements.note;
  var dirty = false, saving = false, again = false, leaving = false, timer = null, lastSaid = 0;

  function token() {
    var found = document.cookie.match(/(?:^|; )c=([^;]*)/);
    return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  function changed(event) {
    if (event.target.name && event.target.name.indexOf("emergency") === 0) return; // goes its own way, sealed for itself
    dirty = true;
    state.textContent = say.textUnsaved;
    later(1000);
  }

  function save() {
    clearTimeout(timer);
    if (!dirty || leaving) return;
    if (saving) { again = true; return; }
    saving = true;
    dirty = false;
    form.elements.csrfmiddlewaretoken.value = token(); // a new sign-in makes a new one, and the form's counts before the header's
    var body = new FormData(form);
    Array.from(body.keys()).forEach(function (name) { if (name.indexOf("emergency") === 0) body.delete(name); });
    var stop = new AbortController();
    var giveUp = setTimeout(function () { stop.abort(); }, 10000);
    fetch(say.save, {
      method: "POST", body: body, credentials: "same-origin", signal: stop.signal,
      headers: { "X-CSRFToken": token(), Accept: "application/json" }
    }).then(function (answer) {
      if (answer.ok) return answer.json().then(kept);
      return failed(answer.status === 401 ? "signed-out" : answer.status === 403 ? "stale" : "failed");
    }).catch(function () { failed("offline"); }).finally(function () {
      clearTimeout(giveUp);
      saving = false;
      if (again || dirty) { again = false; if (trouble.hidden) later(300); }
    });
  }

  function kept(answer) {
    form.elements.revision.value = answer.revision;
    form.action = answer.address;
    form.dataset.save = answer.address + "gem/";
    document.querySelectorAll("[formaction]").forEach(function (button) {
      button.setAttribute("formaction", answer.address + "noednotat/");
    });
    if (location.pathname !== answer.address) history.replaceState(null, "", answer.address);
    if (!dirty) state.textContent = say.textSaved + " " + answer.saved;
    if (Date.now() - lastSaid > 30000) {
      lastSaid = Date.now();
      said.textContent = say.textSaved + " " + answer.saved;
    }
    if (answer.forked) tell(say.textForked, false); else trouble.hidden = true;
  }

  function failed(why) {
    dirty = true;
    state.textContent = say.textUnsaved;
    tell(why === "offline" ? say.textOffline : why === "failed" ? say.textFailed : say.textSignedOut, why === "signed-out" || why === "stale");
    later(4000);
  }

  function tell(text, withSignIn) {
    if (trouble.dataset.told !== text || trouble.hidden) {
      trouble.replaceChildren(document.createTextNode(text + " "));
      if (withSignIn) {
        var link = document.createElement("a");
        link.href = say.signIn;
        link.target = "_blank";
        link.rel = "noopener";
        link.textContent = say.textSignIn;
        trouble.append(link);
      }
      trouble.dataset.told = text;
    }
    trouble.hidden = false;
  }

  form.addEventListener("keydown", function (event) { // Enter in a line saves; it does not load the page again
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    save();
  });
  form.addEventListener("input", changed);
  form.addEventListener("change", function (event) { changed(event); save(); });
  form.addEventListener("focusout", save);
  addEventListener("online", save);
  document.addEventListener("visibilitychange", function () { if (dirty) save(); });
  addEventListener("beforeunload", function (event) {
    if (!leaving && (dirty || saving)) { event.preventDefault(); event.returnValue = ""; }
  });
  form.addEventListener("submit", function (event) {
    if (!navigator.onLine) {
      event.preventDefault();
      return tell(say.textOffline, false);
    }
    leaving = true;
    form.elements.csrfmiddlewaretoken.value = token();
    setTimeout(function () { // disabled only after the browser has read which button it was
      form.querySelectorAll("button[type=submit]").forEach(function (button) { button.disabled = true; });
    }, 0);
  });
  addEventListener("pageshow", function () {
    leaving = false;
    form.querySelectorAll("button[type=submit]").forEach(function (button) { button.disabled = false; });
  });

  // Words put in for the writer: a prompt's heading, the time of an interruption.
  function addLine(text) {
    var value = note.value;
    note.value = (value && !/\n$/.test(value) ? value + "\n" : value) + text;
    note.focus();
    note.setSelectionRange(note.value.length, note.value.length);
    note.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.querySelectorAll("input[data-line]").forEach(function (box) {
    box.addEventListener("change", function () { if (box.checked) addLine(box.dataset.line + ": "); });
  });
  document.getElementById("cut-off").addEventListener("click", function (event) {
    event.preventDefault();
    form.elements.cut_off.value = "on";
    addLine(say.textCut + " " + new Date().toLocaleTimeString("da-DK").slice(0, 5).replace(":", ".") + ". ");
    var plan = document.getElementById("cut");
    plan.open = true;
    plan.scrollIntoView({ block: "nearest" });
    save();
  });
  var manus = document.getElementById("manus");
  manus.addEventListener("toggle", function () { if (manus.open) manus.scrollIntoView({ block: "nearest" }); });
  document.getElementById("open-manus").addEventListener("click", function (event) {
    event.preventDefault();
    manus.open = !manus.open;
    if (manus.open) manus.querySelector("summary").focus();
  });

  // A digit answers a row and moves on to the next.
  var rows = Array.from(form.querySelectorAll(".chip-rows .chips"));
  rows.forEach(function (row, place) {
    row.addEventListener("keyup", function (event) {
      if (!/^[0-9]$/.test(event.key) || !row.querySelector('input[data-digit="' + event.key + '"]')) return;
      var next = rows[place + 1];
      var target = next ? next.querySelector("input:checked") || next.querySelector("input") : form.elements.summary;
      target.focus();
    });
  });

  // The child's question opens itself when it is asked for; it can always be opened by hand.
  form.querySelectorAll('input[name="age"]').forEach(function (choice) {
    choice.addEventListener("change", function () {
      document.getElementById("notification").open = choice.value !== "adult" || document.getElementById("notification").open;
    });
  });

  // Minutes run by themselves until somebody writes them.
  var minutes = form.elements.minutes, minutesAreMine = Boolean(form.querySelector(".error-summary"));
  minutes.addEventListener("input", function (event) { if (event.isTrusted) minutesAreMine = true; });
  setInterval(function () {
    var passed = Math.round((Date.now() - Date.parse(say.started)) / 60000);
    if (!minutesAreMine && passed > 0 && passed < 240 && document.activeElement !== minutes) minutes.value = passed;
  }, 20000);

  if (!document.querySelector(".error-summary") && !location.hash) {
    note.focus();
    note.setSelectionRange(note.value.length, note.value.length);
  }
})();
