"""The Share dialog, opened and read as a person does."""

from __future__ import annotations

from urllib.parse import urlencode

from playwright.sync_api import Page

from conftest import NEURON, PUBLIC, Opener, until

VALUES = '{"w0":2,"x0":-1,"w1":-3,"x1":-2,"w2":-3}'


def dialog(
    opened: Opener,
    *,
    source: str = NEURON,
    values: str = VALUES,
    step: int = 9,
    public: bool = False,
    **words: str,
) -> Page:
    """`public`: under an address that is not this machine's own."""
    if public:
        opened.service = opened.service.replace("127.0.0.1", PUBLIC)
        opened.allowed = ("Cross-Origin-Opener-Policy",)  # which needs https there
    page = opened(f"/?{urlencode({'source': source, 'values': values, 'step': step, **words})}")
    until(page, f"document.querySelector('.cr-track').ariaValueNow === '{step}'")
    page.get_by_role("button", name="Share").click()
    page.wait_for_selector("#share .share-options")
    return page


def pick(page: Page, target: str) -> str:
    """What there is to paste for this target; empty if there are only files."""
    page.locator(f"#share input[value={target}]").check(force=True)
    return "\n\n".join(pick_all(page))


def pick_all(page: Page) -> list[str]:
    page.wait_for_selector("#share .share-detail:not([aria-busy])")
    return page.locator("#share .share-snippet").all_inner_texts()


def targets(page: Page) -> list[str]:
    return page.eval_on_selector_all("#share input[name=share-target]", "all => all.map(one => one.value)")
