/* Three lines, and where keys and papers are: all that a predecessor types. */
import { Form, Input } from 'antd'
import { t } from '../i18n'
import '../platform/lists.css'

export interface NotesValues { letter?: (string | undefined)[]; keys_note?: string; papers_note?: string }

export function notesOf(v: NotesValues): { letter: string[]; keys_note?: string; papers_note?: string } {
  return { letter: (v.letter ?? []).map((x) => x?.trim() ?? '').filter(Boolean), keys_note: v.keys_note?.trim() || undefined, papers_note: v.papers_note?.trim() || undefined }
}

export function NotesFields() {
  return (
    <>
      <fieldset className="plain" style={{ maxWidth: 'none' }}>
        <legend>{t('handovers.letter')}</legend>
        {[0, 1, 2].map((i) => <Form.Item key={i} name={['letter', i]} style={{ marginBottom: 8 }}><Input maxLength={120} aria-label={t('handovers.line', { n: i + 1 })} placeholder={t('handovers.line', { n: i + 1 })} /></Form.Item>)}
      </fieldset>
      <Form.Item name="keys_note" label={t('handovers.keys')} extra={t('handovers.keys_help')}><Input.TextArea rows={2} maxLength={1000} /></Form.Item>
      <Form.Item name="papers_note" label={t('handovers.papers')}><Input.TextArea rows={2} maxLength={1000} /></Form.Item>
    </>
  )
}
