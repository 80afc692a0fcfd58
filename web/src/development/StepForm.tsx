/*
 * The form of one step: checked by the rules while it is filled in; stops name the article and the
 * day, warnings ask for a reason. What was typed stays, also after a refusal or a lost connection.
 */
import { Button, Form } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { CaseDetail, CheckResult, Facts, Finding, NextStep, PackStep } from '../api'
import { t, tr } from '../i18n'
import { day } from '../platform/dates'
import { Findings } from '../platform/Findings'
import { ApiError, faultText } from '../platform/http'
import { DayInput, useSettled } from '../platform/inputs'
import { Failure, Note } from '../platform/plain'
import { useSession } from '../platform/session'
import { checkStep, noticesOfCase, recordStep } from './api'
import { givenReasons, Warnings } from './Warnings'
import { cleanFacts, complete, emptyFacts, formFacts } from './facts'
import { StepFields } from './StepFields'

interface Values { happened_on?: string; facts?: Record<string, unknown> }

/* Drafts live in memory only: personal records must not lie on a shared computer's disk. */
const drafts = new Map<string, { values: Values; reasons: Record<string, string> }>()

export function forgetDrafts(): void {
  drafts.clear()
}

function useCheck(c: CaseDetail, step: PackStep, opens: boolean, values: Values | undefined): CheckResult | undefined {
  const text = useSettled(JSON.stringify(values ?? null), 350)
  const [result, setResult] = useState<CheckResult>()
  useEffect(() => {
    const v = JSON.parse(text) as Values | null
    if (!v || (!v.happened_on && !opens) || !complete(step, v.facts)) return
    let stale = false
    checkStep(c.id, { step_code: step.code, happened_on: v.happened_on || undefined, facts: cleanFacts(v.facts) })
      .then((r) => !stale && setResult(r), () => undefined)
    return () => { stale = true }
  }, [text, c.id, c.version, step, opens])
  return result
}

function Period({ r }: { r: Pick<NextStep, 'earliest_on' | 'latest_on' | 'provisional'> }) {
  if (!r.earliest_on && !r.latest_on) return null
  return (
    <p className="muted small" style={{ marginBottom: 10 }}>
      {[r.earliest_on && t('rule.earliest', { day: day(r.earliest_on) }), r.latest_on && t('rule.latest', { day: day(r.latest_on) }), r.provisional && t('rule.provisional')].filter(Boolean).join(t('punctuation.semicolon'))}
    </p>
  )
}

/* The notice before this step tells its first day: it is not typed again. */
const noticeBefore: Record<string, string> = { activist_decide: 'activist', admission_vote: 'admission', convert_vote: 'conversion' }

function useNoticeDay(c: CaseDetail, step: PackStep): string | undefined {
  const asks = step.fields.some((f) => f.name === 'notice_posted_on')
  const q = useQuery({ queryKey: ['case-notices', c.id], queryFn: () => noticesOfCase(c.id), enabled: asks })
  return asks ? q.data?.items.find((n) => n.kind === noticeBefore[step.code])?.posted_on : undefined
}

export interface StepFormProps { c: CaseDetail; step: PackStep; opened?: Facts | null; known: Record<string, string>; next?: NextStep; onDay: (day: string) => void; done: (c: CaseDetail | undefined) => void; cancel: () => void }

export function StepForm({ c, step, opened, known, next, onDay, done, cancel }: StepFormProps) {
  const session = useSession()
  /* Papers may come in before the decision: recorded without a day, completed later. */
  const opens = step.fields.some((f) => f.name === 'received_on')
  const key = `${c.id}/${step.code}`
  const draft = drafts.get(key)
  const [form] = Form.useForm<Values>()
  const [values, setValues] = useState<Values>(draft?.values ?? { happened_on: session.today, facts: { ...emptyFacts(step.fields), ...formFacts(opened ?? null) } })
  const [reasons, setReasonsState] = useState<Record<string, string>>(draft?.reasons ?? {})
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [refused, setRefused] = useState<Finding[]>([])
  const result = useCheck(c, step, opens, values)
  const stops = refused.length > 0 ? refused : result?.stops ?? (next && !next.possible_today ? next.stops : [])
  const warnings = result?.warnings ?? []
  const noticeDay = useNoticeDay(c, step)
  useEffect(() => {
    if (!noticeDay || form.getFieldValue(['facts', 'notice_posted_on'])) return
    form.setFieldValue(['facts', 'notice_posted_on'], noticeDay)
    setValues(form.getFieldsValue())
  }, [noticeDay, form])
  const setReasons = (r: Record<string, string>): void => {
    setReasonsState(r)
    drafts.set(key, { values, reasons: r })
  }

  const submit = async (v: Values): Promise<void> => {
    setBusy(true)
    setError(null)
    setRefused([])
    try {
      const answer = await recordStep(c.id, { step_code: step.code, happened_on: v.happened_on || undefined, facts: cleanFacts(v.facts), reasons: givenReasons(warnings, reasons), version: c.version })
      drafts.delete(key)
      done(answer?.case)
    } catch (cause) {
      setError(cause)
      if (cause instanceof ApiError) {
        setRefused((cause.details.stops as Finding[] | undefined) ?? [])
        form.setFields(cause.fields.map((f) => ({ name: (f.field === 'happened_on' ? 'happened_on' : ['facts', f.field.replace(/^facts\./, '')]) as never, errors: [faultText(f)] })))
        if (cause.code === 'stale') done(undefined)
      }
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="body">
      <Form<Values> form={form} name={`form-${step.code}`} layout="vertical" initialValues={values} onFinish={(v) => void submit(v)} scrollToFirstError
        onValuesChange={(_, all) => {
          setValues(all)
          setRefused([])
          drafts.set(key, { values: all, reasons })
          if (all.happened_on) onDay(all.happened_on)
        }}>
        <Period r={result ?? next ?? { earliest_on: null, latest_on: null, provisional: false }} />
        {step.papers.length > 0 && <p className="muted small" style={{ marginBottom: 10 }}>{t('case.papers')}{step.papers.map((x) => tr(x.name)).join(t('punctuation.list'))}</p>}
        <Form.Item name="happened_on" label={t('case.happened_on')} extra={opens ? t('case.opens_help') : undefined} rules={[{ required: !opens, message: t('fault.required') }]}><DayInput max={session.today} style={{ maxWidth: 220 }} /></Form.Item>
        <StepFields fields={step.fields} known={known} />
        {stops.length > 0 && <div className="note bad" role="status"><b>{t('rule.stops')}</b><div style={{ color: 'var(--ink)' }}><Findings items={stops} /></div></div>}
        <Warnings items={warnings} reasons={reasons} set={setReasons} />
        {error !== null && !(error instanceof ApiError && error.code === 'rule') && <Failure error={error} />}
        {error instanceof ApiError && error.code === 'rule' && <Note kind="bad">{t(refused.length > 0 ? 'case.refused' : 'case.reason_needed')}</Note>}
        <div className="row" style={{ marginBottom: 14 }}>
          <Button type="primary" htmlType="submit" loading={busy}>{t('case.record')}</Button>
          <Button onClick={cancel}>{t('action.close')}</Button>
        </div>
      </Form>
    </div>
  )
}
