"""Files dropped on the page or chosen in its menu: a program, a table of values for it, a model."""

from __future__ import annotations

import base64

from playwright.sync_api import Page, expect

from chainrule.api.samples import SAMPLES
from conftest import Opener

DROP = """([name, text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name));
  document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
}"""


def drop(page: Page, name: str, text: str) -> None:
    page.evaluate(DROP, [name, text])


def test_a_program_and_its_values_are_dropped_and_undone(opened: Opener) -> None:
    page = opened("/")
    drop(page, "loss.py", "L = sum((w*x - t)**2)\n")
    expect(page.locator(".cm-content")).to_contain_text("L = sum((w*x - t)**2)")
    drop(page, "data.csv", "x,t\n1,2\n2,4\n3,7\n")
    entry = page.get_by_role("spinbutton", name="t [2]")
    expect(entry).to_have_value("7.00")
    page.go_back()
    expect(entry).not_to_have_value("7.00")
    expect(page.locator(".cm-content")).to_contain_text("L = sum((w*x - t)**2)")


def test_a_file_that_is_none_is_refused_aloud_and_nothing_is_lost(opened: Opener) -> None:
    page = opened("/?source=x*y&values=%7B%22x%22:2,%22y%22:3%7D")
    drop(page, "package.json", '{"name": "something else"}')
    expect(page.locator("#notice-text")).to_contain_text("no trace")
    expect(page.locator("#notice-restore")).to_be_hidden()
    expect(page.locator(".cm-content")).to_contain_text("x*y")
    page.locator("#notice-close").click()
    expect(page.locator("#notice")).to_be_hidden()


def test_a_model_is_chosen_by_keys_and_a_broken_one_is_refused_aloud(opened: Opener) -> None:
    page = opened("/")
    page.keyboard.press("x")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name="Open a file…").press("Enter")
    sample = SAMPLES["import_model"].body
    assert sample is not None
    model = base64.b64decode(sample["file"])
    chooser.value.set_files({"name": "net.onnx", "mimeType": "", "buffer": model})
    content = page.locator(".cm-content")
    first = 90_000  # ms: a process that reads a model begins with importing ONNX
    expect(content).to_contain_text("torch.relu((w @ x))", timeout=first)
    expect(page.locator("#reading")).to_contain_text("PyTorch")  # no answer is still to come
    opened.allowed = ("422",)
    drop(page, "net.onnx", "no model")
    expect(page.locator("#notice-text")).to_contain_text("This is no ONNX file", timeout=first)  # in another process
    expect(page.locator(".cm-content")).to_contain_text("torch.relu((w @ x))")
