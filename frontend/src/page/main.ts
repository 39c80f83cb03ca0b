document.documentElement.dataset.placeholder = "page";
