/* A step's records: facts, who recorded them under which rules, what was said to warnings. */
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { CaseDetail, Finding, PackStep, StepHistory, StepRecord } from '../api'
import { t, tc, tr } from '../i18n'
import { useConfirm } from '../platform/ConfirmAction'
import { day, moment } from '../platform/dates'
import { FormModal } from '../platform/FormModal'
import { ApiError } from '../platform/http'
import { DayInput } from '../platform/inputs'
import { correctStep, voidStep } from './api'
import { givenReasons, Warnings } from './Warnings'
import { cleanFacts, factText, formFacts, StepFields } from './StepFields'

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

function One(p: Props & { h: StepHistory }) {
  const { c, h, step, known } = p
  const confirm = useConfirm()
  const [correcting, setCorrecting] = useState(false)
  const facts = h.facts ?? {}
  const shown = step.fields.filter((f) => facts[f.name] !== undefined && facts[f.name] !== null)
  return (
    <div className={h.stands ? '' : 'not-standing'}>
      {!h.stands && <p className="small muted"><b>{t(h.voided_at ? 'case.was_voided' : 'case.was_corrected')}</b>{h.voided_reason && ` · ${h.voided_reason}`}</p>}
      <dl className="facts">
        <dt>{t('case.happened_on')}</dt><dd>{h.happened_on ? day(h.happened_on) : t('case.no_day')}</dd>
        {shown.map((f) => <div key={f.name} style={{ display: 'contents' }}><dt>{tr(f.label)}</dt><dd>{factText(f, facts[f.name]!, known)}</dd></div>)}
        {h.reason && <><dt>{t('case.correction_reason')}</dt><dd>{h.reason}</dd></>}
        <dt>{t('case.recorded')}</dt><dd>{h.imported ? t('person.by_import') : h.recorded_by_name} {moment(h.recorded_at)}</dd>
        {h.rule_set && <><dt>{t('case.rule_set')}</dt><dd>{p.packTitle(h.rule_set)}</dd></>}
      </dl>
      {h.warnings.map((w) => <div className="note warn" key={w.rule} style={{ margin: '10px 0 0' }}>{tc('rule_name', w.rule)}<div className="small">{t('case.reason_given', { reason: w.reason })}</div></div>)}
      {h.stands && p.record.may_record && c.state === 'open' && (
        <div className="row no-print" style={{ marginTop: 12 }}>
          <Button size="small" onClick={() => setCorrecting(true)}>{t('case.correct')}</Button>
          <Button size="small" onClick={() => confirm({
            title: t('case.void_title', { step: tr(step.title) }), text: t('case.void_text'), reason: t('action.reason'), ok: t('case.void'), danger: true,
            run: async (reason) => { await voidStep(c.id, h.record_id, { reason, version: c.version }); await p.done() },
          })}>{t('case.void')}</Button>
        </div>
      )}
      {correcting && <Correct {...p} close={() => setCorrecting(false)} />}
    </div>
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
