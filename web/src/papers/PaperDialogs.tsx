/* Putting one paper in the file with more to say of it, and making a supplement. */
import { Button, Form, Input, InputNumber } from 'antd'
import type { PaperNeed } from '../api'
import { t, tc, tr } from '../i18n'
import { FormModal } from '../platform/FormModal'
import { DayInput, PlainSelect } from '../platform/inputs'
import { Note } from '../platform/plain'
import { useSession } from '../platform/session'
import { addPapers } from './api'
import { COUNTS, DAYS, isCount, isDay, TEXTS } from './words'

export type Asking = { kind: 'add' | 'supplement'; need: PaperNeed }
interface Written { field?: string; value?: string }
interface Values { place?: string; pages?: number; copy?: string; written?: Written[]; supplement_reason?: string; original_on?: string }

/* Only what was filled in; numbers as numbers. */
function readOf(written: Written[] = []): Record<string, string | number> | undefined {
  const told = written.filter((w) => w.field && w.value)
  return told.length ? Object.fromEntries(told.map((w) => [w.field!, isCount(w.field!) ? Number(w.value) : w.value!])) : undefined
}

function ReadFields() {
  const options = [...DAYS, ...COUNTS, ...TEXTS].map((f) => ({ value: f, label: tc('paper_field', f) }))
  return (
    <Form.List name="written">
      {(rows, { add, remove }) => (
        <Form.Item label={t('papers.read')} extra={t('papers.read_help')}>
          <div className="stack">
            {rows.map((row) => (
              <div className="row" key={row.key} style={{ gap: 8 }}>
                <Form.Item name={[row.name, 'field']} noStyle><PlainSelect aria-label={t('papers.read_field')} placeholder={t('action.choose')} options={options} /></Form.Item>
                <Form.Item noStyle shouldUpdate>
                  {(form) => {
                    const field = (form.getFieldValue(['written', row.name, 'field']) as string | undefined) ?? ''
                    return <Form.Item name={[row.name, 'value']} noStyle>{isDay(field) ? <DayInput aria-label={t('papers.read_value')} /> : <Input aria-label={t('papers.read_value')} maxLength={100} inputMode={isCount(field) ? 'numeric' : undefined} />}</Form.Item>
                  }}
                </Form.Item>
                <Button aria-label={t('papers.read_remove')} onClick={() => remove(row.name)}>×</Button>
              </div>
            ))}
            <div><Button size="small" onClick={() => add({})}>{t('papers.read_add')}</Button></div>
          </div>
        </Form.Item>
      )}
    </Form.List>
  )
}

export default function PaperDialog({ asking, caseId, close, done }: { asking: Asking; caseId: string; close: () => void; done: () => Promise<unknown> }) {
  const session = useSession()
  const { need, kind } = asking
  const supplement = kind === 'supplement'
  return (
    <FormModal<Values> title={t(supplement ? 'papers.supplement_title' : 'papers.add_title', { name: tr(need.name) })} ok={t(supplement ? 'papers.supplement' : 'papers.add')} close={close} initial={{ copy: 'original', place: need.place ?? undefined }}
      submit={async (v) => {
        await addPapers(caseId, { record_id: need.record_id, codes: [need.code], place: v.place && v.place !== need.place ? v.place : undefined, pages: v.pages ?? undefined, is_copy: v.copy === 'copy' || undefined, read: supplement ? undefined : readOf(v.written), supplement_reason: v.supplement_reason || undefined, original_on: v.original_on || undefined })
        await done()
      }}>
      {supplement && <Note kind="info">{t('papers.supplement_text', { day: session.today })}</Note>}
      {supplement && <Form.Item name="supplement_reason" label={t('papers.supplement_reason')} rules={[{ required: true, min: 2, message: t('action.reason_needed') }]}><Input.TextArea rows={2} maxLength={200} /></Form.Item>}
      {supplement && <Form.Item name="original_on" label={t('papers.original_on')}><DayInput max={session.today} style={{ maxWidth: 220 }} /></Form.Item>}
      <Form.Item name="place" label={t('papers.place')}><Input maxLength={100} placeholder={t('papers.place_hint')} /></Form.Item>
      <div className="row" style={{ gap: 16 }}>
        <Form.Item name="pages" label={t('papers.pages')}><InputNumber min={1} max={999} /></Form.Item>
        <Form.Item name="copy" label={t('papers.kind')}><PlainSelect options={[{ value: 'original', label: t('papers.original') }, { value: 'copy', label: t('papers.copy') }]} /></Form.Item>
      </div>
      {!supplement && <ReadFields />}
    </FormModal>
  )
}
