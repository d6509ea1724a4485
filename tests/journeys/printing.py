"""What a browser is given to print, whatever it does with it: show it, or put it aside."""

from playwright.async_api import Locator, Response


async def pdf_of(press: Locator) -> str:
    """Press what opens a PDF in another tab; gives the address of the PDF."""

    def is_pdf(answer: Response) -> bool:
        return answer.ok and answer.headers.get("content-type") == "application/pdf"

    async with press.page.context.expect_event("response", is_pdf, timeout=60_000) as given:
        await press.click()
    address: str = (await given.value).url
    return address
