/* Save what is typed, a second after the last key, and say so only when the server has said so.
   Nothing is kept in the browser's storage: what the server does not have yet stands in the page and nowhere else.

   For the form with data-save; its texts are data-text-…, and #saved, #saved-said and #trouble say how it stands.
   Fields whose names begin with data-skip are left out. A button with data-quiet is pressed without leaving the page.
   The form is told "kept", with the server's answer; whoever wants it saved at once sends it "save". */
(function () {
  "use strict";

  var form = document.querySelector("form[data-save]");
  if (!form) return;
  var say = form.dataset;
  var state = document.getElementById("saved");
  var said = document.getElementById("saved-said");
  var trouble = document.getElementById("trouble");
  var dirty = false, saving = false, again = false, leaving = false, timer = null, lastSaid = 0, pressed = null;

  function token() {
    var found = document.cookie.match(/(?:^|; )c=([^;]*)/);
    return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  function goesItsOwnWay(name) {
    return say.skip && name.indexOf(say.skip) === 0;
  }

  function changed(event) {
    if (event.target.name && goesItsOwnWay(event.target.name)) return;
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
    var button = pressed;
    pressed = null;
    form.elements.csrfmiddlewaretoken.value = token(); // a new sign-in makes a new one, and the form's counts before the header's
    var body = new FormData(form);
    if (button) body.append(button.name, button.value);
    else Array.from(body.keys()).forEach(function (name) { if (goesItsOwnWay(name)) body.delete(name); });
    var stop = new AbortController();
    var giveUp = setTimeout(function () { stop.abort(); }, 10000);
    fetch(button ? button.formAction : say.save, {
      method: "POST", body: body, credentials: "same-origin", signal: stop.signal,
      headers: { "X-CSRFToken": token(), Accept: "application/json" }
    }).then(function (answer) {
      if (answer.ok || answer.status === 422) return answer.json().then(function (told) { kept(told, button); });
      return failed(answer.status === 401 ? "signed-out" : answer.status === 403 ? "stale" : "failed");
    }).catch(function () { failed("offline"); }).finally(function () {
      clearTimeout(giveUp);
      saving = false;
      if (again || dirty) { again = false; if (trouble.hidden) later(300); }
    });
  }

  function kept(answer, button) {
    form.elements.revision.value = answer.revision;
    form.action = answer.address;
    say.save = answer.address + "gem/";
    document.querySelectorAll("[formaction]").forEach(function (other) {
      other.setAttribute("formaction", answer.address + other.getAttribute("formaction").split("/").slice(-2).join("/"));
    });
    if (location.pathname !== answer.address) history.replaceState(null, "", answer.address);
    if (!dirty) state.textContent = say.textSaved + " " + answer.saved;
    if (Date.now() - lastSaid > 30000) {
      lastSaid = Date.now();
      said.textContent = say.textSaved + " " + answer.saved;
    }
    whenStill(function () {
      if (answer.forked) tell(say.textForked, false); else trouble.hidden = true;
      form.dispatchEvent(new CustomEvent("kept", { detail: { answer: answer, button: button } }));
    });
  }

  function failed(why) {
    dirty = true;
    state.textContent = say.textUnsaved;
    whenStill(function () {
      tell(why === "offline" ? say.textOffline : why === "failed" ? say.textFailed : say.textSignedOut, why === "signed-out" || why === "stale");
    });
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
  form.addEventListener("save", save);
  addEventListener("online", save);
  document.addEventListener("visibilitychange", function () { if (dirty) save(); });
  addEventListener("beforeunload", function (event) {
    if (!leaving && (dirty || saving)) { event.preventDefault(); event.returnValue = ""; }
  });
  form.addEventListener("submit", function (event) {
    if (event.defaultPrevented) return;
    if (!navigator.onLine) {
      event.preventDefault();
      return tell(say.textOffline, false);
    }
    if (event.submitter && event.submitter.matches("[data-quiet]")) {
      event.preventDefault();
      pressed = event.submitter;
      dirty = true;
      return save();
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
})();
