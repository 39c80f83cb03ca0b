/** Installs the service worker, which lets the playground open without a network. */
if ("serviceWorker" in navigator && window.isSecureContext)
  navigator.serviceWorker.register(new URL("sw.js", document.baseURI)).catch(() => {
    // A browser that keeps nothing (a private window) still has the page.
  });
