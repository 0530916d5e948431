// Buttons that copy a text of the page: those of the page itself (data-copy names the element), and one for each block of code in the
// prose. What was copied is said in a live region. Without this script the texts can be selected as they are.
(function () {
  "use strict";
  var said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  document.body.appendChild(said);

  // Where the browser gives no clipboard (a page that is not served over https) the text is selected, and the old way tried.
  function select(element) {
    var range = document.createRange();
    range.selectNodeContents(element);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    }
  }

  function copy(element) {
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(element.textContent).then(
        function () {
          return true;
        },
        function () {
          return select(element);
        }
      );
    }
    return Promise.resolve(select(element));
  }

  function attach(button, element) {
    var timer = null;
    button.addEventListener("click", function () {
      copy(element).then(function (done) {
        said.textContent = "";
        button.setAttribute("data-state", done ? "copied" : "selected");
        window.clearTimeout(timer);
        // A region that already holds the words would say nothing a second time.
        window.setTimeout(function () {
          said.textContent = done ? "Copied" : "Selected: copy it with the keyboard";
        }, 50);
        timer = window.setTimeout(function () {
          button.removeAttribute("data-state");
          said.textContent = "";
        }, 4000);
      });
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-copy]"), function (button) {
    var element = document.getElementById(button.getAttribute("data-copy"));
    if (element) {
      attach(button, element);
      button.hidden = false;
    }
  });

  Array.prototype.forEach.call(document.querySelectorAll(".prose .code"), function (block) {
    var code = block.querySelector("pre > code");
    var bar = block.querySelector(".code-language");
    if (!code) {
      return;
    }
    if (!bar) {
      bar = document.createElement("p");
      bar.className = "code-language";
      block.insertBefore(bar, block.firstChild);
    }
    var button = document.createElement("button");
    button.type = "button";
    button.className = "tool code-copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy this code");
    bar.appendChild(button);
    attach(button, code);
  });
})();
