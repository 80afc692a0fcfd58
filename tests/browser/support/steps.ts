/* Filling in a step's form as a user does, by the names its fields have in the rule pack. */
import { expect, type Locator, type Page } from '@playwright/test'

export type Fact = string | number | boolean | { pick: string[] } | { votes: Record<string, number> } | { choose: string }

async function fillFact(page: Page, step: Locator, id: string, fact: Fact): Promise<void> {
  const field = step.locator(`[id="${id}"]`)
  if (typeof fact === 'boolean') await field.setChecked(fact)
  else if (typeof fact === 'object' && 'pick' in fact) {
    for (const name of fact.pick) {
      await field.fill(name)
      await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: name }).first().click()
    }
    await page.keyboard.press('Escape')
  } else if (typeof fact === 'object' && 'votes' in fact) {
    for (const [label, n] of Object.entries(fact.votes)) await field.getByLabel(label, { exact: true }).fill(String(n))
  } else if (typeof fact === 'object') await field.selectOption(fact.choose)
  else await field.fill(String(fact))
}

export async function openStep(page: Page, code: string): Promise<Locator> {
  const step = page.locator(`#step-${code}`)
  await expect(step).toBeVisible()
  if ((await step.locator('form').count()) === 0) await step.locator('button.open').click()
  await expect(step.locator('form')).toBeVisible()
  return step
}

export async function fillStep(page: Page, code: string, day: string, facts: Record<string, Fact>): Promise<Locator> {
  const step = await openStep(page, code)
  const form = `form-${code}`
  await step.locator(`[id="${form}_happened_on"]`).fill(day)
  for (const [name, fact] of Object.entries(facts)) await fillFact(page, step, `${form}_facts_${name}`, fact)
  await checked(page, code)
  return step
}

/* The rules are asked while typing; wait for their last word. */
export async function checked(page: Page, code: string): Promise<void> {
  await page.waitForTimeout(450)
  await page.waitForLoadState('networkidle')
  await expect(page.locator(`#step-${code}`)).toBeVisible()
}

/* Records a step; warnings get a reason. */
export async function record(page: Page, code: string, day: string, facts: Record<string, Fact> = {}): Promise<string[]> {
  const step = await fillStep(page, code, day, facts)
  /* The answer to the last thing typed may still be on its way. */
  await expect.poll(() => step.locator('.note.bad').allInnerTexts(), { message: `${code} on ${day} is stopped` }).toEqual([])
  const reasons = step.getByPlaceholder('说明原因')
  const warned: string[] = []
  for (let i = 0; i < (await reasons.count()); i++) {
    warned.push((await reasons.nth(i).getAttribute('aria-label')) ?? '')
    await reasons.nth(i).fill('情况属实，已向上级说明')
  }
  const answer = page.waitForResponse((r) => r.url().endsWith('/steps') && r.request().method() === 'POST')
  await step.getByRole('button', { name: '记录', exact: true }).click()
  const response = await answer
  expect(response.status(), `${code}: ${await response.text()}`).toBe(201)
  return warned
}
