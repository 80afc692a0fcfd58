/* What a task asks of a person: fields filled in, keys typed, clicks, pages seen. Counted in the page, whatever drives it. */
import type { Page } from '@playwright/test'

export interface Burden { fields: number; keys: number; clicks: number; pages: number }

interface Tally { fields: Record<string, number>; clicks: number }

/* Runs in the page. A field counts once however often it changes; its keys are what stands in it at the end. */
function count(): void {
  const load = (): Tally => JSON.parse(localStorage.getItem('burden') ?? '{"fields":{},"clicks":0}') as Tally
  const keep = (t: Tally): void => localStorage.setItem('burden', JSON.stringify(t))
  const nameOf = (e: HTMLElement): string => location.pathname + ' ' + (e.id || e.getAttribute('name') || e.getAttribute('aria-label') || e.className)
  document.addEventListener('input', (event) => {
    const e = event.target as HTMLInputElement
    const typed = e instanceof HTMLTextAreaElement || (e instanceof HTMLInputElement && !['checkbox', 'radio', 'file'].includes(e.type))
    const t = load()
    t.fields[nameOf(e)] = typed ? Math.max(t.fields[nameOf(e)] ?? 0, e.value.length) : 0
    keep(t)
  }, true)
  document.addEventListener('click', (event) => {
    if (!event.isTrusted || (event.target as HTMLElement).closest('input, select, textarea, label')) return
    const t = load()
    t.clicks++
    keep(t)
  }, true)
}

export class Meter {
  private pages = 0
  private constructor(private readonly page: Page) {
    page.on('framenavigated', (frame) => { if (frame === page.mainFrame()) this.pages++ })
  }

  static async on(page: Page): Promise<Meter> {
    await page.addInitScript(count)
    return new Meter(page)
  }

  /* The task begins on a page that is open already. */
  async of(task: () => Promise<void>): Promise<Burden> {
    await this.page.evaluate(() => localStorage.removeItem('burden'))
    this.pages = 0
    await task()
    const t = await this.page.evaluate(() => JSON.parse(localStorage.getItem('burden') ?? '{"fields":{},"clicks":0}') as { fields: Record<string, number>; clicks: number })
    return { fields: Object.keys(t.fields).length, keys: Object.values(t.fields).reduce((sum, n) => sum + n, 0), clicks: t.clicks, pages: this.pages }
  }
}
