/* A step's records: facts, who recorded them under which rules, what was said to warnings. */
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { CaseDetail, Finding, PackStep, StepHistory, StepRecord } from '../api'
import { t, tc, tr } from '../i18n'
import { day, moment } from '../platform/dates'
import { FormModal } from '../platform/FormModal'
import { ApiError } from '../platform/http'
import { DayInput } from '../platform/inputs'
import { correctStep, voidStep } from './api'
import { givenReasons, Warnings } from './Warnings'
import { cleanFacts, factText, formFacts } from './facts'
import { StepFields } from './StepFields'

interface Props { c: CaseDetail; record: StepRecord; step: PackStep; known: Record<string, string>; packTitle: (id: string | null) => string; done: () => Promise<unknown>; again?: () => void }

function Correct({ c, h, step, known, done, close }: Props & { h: StepHistory; close: () => void }) {
  const [warnings, setWarnings] = useState<Finding[]>([])
  const [reasons, setReasons] = useState<Record<string, string>>({})
  return (
    <FormModal<{ happened_on: string; facts?: Record<string, unknown>; reason: string }> title={t('case.correct_title', { step: tr(step.title) })} ok={t('case.correct')} close={close} width={620}
      initial={{ happened_on: h.happened_on ?? '', facts: formFacts(h.facts) }}
      submit={async (v) => {
        try {
          await correctStep(c.id, h.record_id, { happened_on: v.happened_on || undefined, facts: cleanFacts(v.facts), reason: v.reason, reasons: givenReasons(warnings, reasons), version: c.version })
        } catch (e) {
          if (e instanceof ApiError) setWarnings((e.details.warnings as Finding[] | undefined) ?? [])
          throw e
        }
        await done()
      }}>
      <p className="muted" style={{ marginBottom: 12 }}>{t('case.correct_text')}</p>
      <Form.Item name="happened_on" label={t('case.happened_on')} rules={[{ required: true }]}><DayInput style={{ maxWidth: 220 }} /></Form.Item>
      <StepFields fields={step.fields} known={known} />
      <Warnings items={warnings} reasons={reasons} set={setReasons} />
      <Form.Item name="reason" label={t('case.correction_reason')} rules={[{ required: true, min: 2 }]}><Input maxLength={200} /></Form.Item>
    </FormModal>
  )
}

/* What ended the dossier may be taken back too: voiding it opens the dossier again. */
function endsCase(c: CaseDetail, h: StepHistory, step: PackStep): boolean {
  return c.state !== 'open' && c.state !== 'full' && h.happened_on !== null && h.happened_on === c.closed_on && (step.closes || step.code === 'approval' || step.code === 'convert_approval')
}

function Void({ c, h, step, done, close }: Props & { h: StepHistory; close: () => void }) {
  return (
    <FormModal<{ reason: string }> title={t('case.void_title', { step: tr(step.title) })} ok={t('case.void')} danger close={close}
      submit={async (v) => { await voidStep(c.id, h.record_id, { reason: v.reason, version: c.version }); await done() }}>
      <p className="muted" style={{ marginBottom: 12 }}>{t(endsCase(c, h, step) ? 'case.reopen_text' : 'case.void_text')}</p>
      <Form.Item name="reason" label={t('case.void_reason')} rules={[{ required: true, min: 2 }]}><Input maxLength={200} /></Form.Item>
    </FormModal>
  )
}

interface Said { h: StepHistory; step: PackStep; known: Record<string, string>; packTitle: (id: string | null) => string }

/* One record in words; one that no longer stands says so, and why. */
function Facts({ h, step, known, packTitle }: Said) {
  const facts = h.facts ?? {}
  const shown = step.fields.filter((f) => facts[f.name] !== undefined && facts[f.name] !== null)
  return (
    <>
      {!h.stands && <p className="small"><b>{t(h.voided_at ? 'case.was_voided' : 'case.was_corrected')}</b>{h.voided_reason && `${t('punctuation.colon')}${h.voided_reason}`}{h.voided_at && <span className="muted"> · {moment(h.voided_at)}</span>}</p>}
      <dl className="facts">
        <dt>{t('case.happened_on')}</dt><dd>{h.happened_on ? day(h.happened_on) : t('case.no_day')}</dd>
        {shown.map((f) => <div key={f.name} style={{ display: 'contents' }}><dt>{tr(f.label)}</dt><dd>{factText(f, facts[f.name]!, known)}</dd></div>)}
        {h.reason && <><dt>{t('case.correction_reason')}</dt><dd>{h.reason}</dd></>}
        <dt>{t('case.recorded')}</dt><dd>{h.imported ? t('person.by_import') : h.recorded_by_name} {moment(h.recorded_at)}</dd>
        {h.rule_set && <><dt>{t('case.rule_set')}</dt><dd>{packTitle(h.rule_set)}</dd></>}
      </dl>
      {h.warnings.map((w) => <div className="note warn" key={w.rule} style={{ margin: '10px 0 0' }}>{tc('rule_name', w.rule)}<div className="small">{t('case.reason_given', { reason: w.reason })}</div></div>)}
    </>
  )
}

function One(p: Props & { h: StepHistory }) {
  const { c, h } = p
  const [dialog, setDialog] = useState<'correct' | 'void' | null>(null)
  const ends = endsCase(c, h, p.step)
  return (
    <div className={h.stands ? '' : 'not-standing'}>
      <Facts {...p} />
      {h.stands && p.record.may_record && (c.state === 'open' || ends) && (
        <div className="row no-print" style={{ marginTop: 12 }}>
          {!ends && <Button size="small" onClick={() => setDialog('correct')}>{t('case.correct')}</Button>}
          <Button size="small" onClick={() => setDialog('void')}>{t(ends ? 'case.reopen' : 'case.void')}</Button>
        </div>
      )}
      {dialog === 'correct' && <Correct {...p} close={() => setDialog(null)} />}
      {dialog === 'void' && <Void {...p} close={() => setDialog(null)} />}
    </div>
  )
}

/* What a step without a standing record had: nothing that was recorded vanishes. */
export function Past({ records, ...said }: Omit<Said, 'h'> & { records: StepHistory[] }) {
  const gone = records.filter((h) => !h.stands)
  if (gone.length === 0) return null
  return (
    <details className="past-records">
      <summary>{t('case.past_records', { n: gone.length })}</summary>
      {gone.map((h) => <div key={h.record_id} className="not-standing next-record"><Facts {...said} h={h} /></div>)}
    </details>
  )
}

/* The step's own record stands; `history` has the others: earlier ones, corrected and voided ones. */
function own(s: StepRecord): StepHistory[] {
  if (!s.record_id || s.history.some((h) => h.record_id === s.record_id)) return []
  return [{
    record_id: s.record_id, happened_on: s.happened_on, facts: s.facts, recorded_by_name: s.recorded_by_name, recorded_at: s.recorded_at ?? '', rule_set: s.rule_set ?? '',
    warnings: s.warnings, stands: true, imported: false, reason: null, superseded_by: null, voided_reason: null, voided_at: null,
  }]
}

export function StepRecordView(p: Props) {
  const { record } = p
  const records = [...own(record), ...record.history].sort((a, b) => Number(b.stands) - Number(a.stands) || (b.happened_on ?? '').localeCompare(a.happened_on ?? ''))
  return (
    <div className="body quiet">
      {records.map((h, i) => <div key={h.record_id} className={i > 0 ? 'next-record' : ''}><One {...p} h={h} /></div>)}
      {p.again && <p className="no-print" style={{ marginTop: 12 }}><Button size="small" onClick={p.again}>{t('case.again')}</Button></p>}
    </div>
  )
}
