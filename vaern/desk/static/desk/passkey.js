/* Passkeys: ask the browser for one, put its answer in the form, and send that.

   A form with data-passkey is hidden until this runs in a browser that knows passkeys. data-question is the question
   itself for a new one ("create"), and the address to fetch it from for one that exists ("get"). */
(function () {
  "use strict";

  if (!window.PublicKeyCredential || !navigator.credentials) return;

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (character) { return character.charCodeAt(0); });
  }

  function text(buffer) {
    var plain = "";
    new Uint8Array(buffer).forEach(function (each) { plain += String.fromCharCode(each); });
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function answered(credential) {
    var from = credential.response, response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (from[name]) response[name] = text(from[name]);
    });
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  function known(list) {
    return (list || []).map(function (each) { return Object.assign({}, each, { id: bytes(each.id) }); });
  }

  function create(form) {
    var options = JSON.parse(form.dataset.question).publicKey;
    options.challenge = bytes(options.challenge);
    options.user.id = bytes(options.user.id);
    options.excludeCredentials = known(options.excludeCredentials);
    return navigator.credentials.create({ publicKey: options });
  }

  function get(form) {
    return fetch(form.dataset.question, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    }).then(function (answer) {
      if (!answer.ok) throw new Error();
      return answer.json();
    }).then(function (question) {
      var options = question.publicKey;
      options.challenge = bytes(options.challenge);
      options.allowCredentials = known(options.allowCredentials);
      return navigator.credentials.get({ publicKey: options });
    });
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    var trouble = form.querySelector("[data-passkey-trouble]");
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      trouble.hidden = true;
      (form.dataset.passkey === "create" ? create : get)(form).then(function (credential) {
        form.elements.answer.value = answered(credential);
        form.submit();
      }).catch(function () { trouble.hidden = false; });
    });
  });
  document.querySelectorAll("[data-no-passkey]").forEach(function (said) { said.hidden = true; });
})();
