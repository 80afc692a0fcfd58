/*
 * A dialog with a form; full screen on phones. A refusal keeps it open with what was typed, the
 * server's faults beside their fields.
 */
import { Form, Modal, type FormInstance } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Finding } from '../api'
import { t } from '../i18n'
import { Findings } from './Findings'
import { ApiError, faultText } from './http'
import { Failure } from './plain'
import { usePhone } from './usePhone'

export interface FormModalProps<V> {
  title: string
  ok?: string
  danger?: boolean
  initial?: Partial<V>
  submit: (values: V) => Promise<unknown>
  close: () => void
  width?: number
  children: ReactNode | ((form: FormInstance<V>) => ReactNode)
}

/* What went wrong and, where rules refuse, which. */
export function Refusal({ error }: { error: unknown }) {
  const details = error instanceof ApiError ? (error.details as { findings?: Finding[]; stops?: Finding[] }) : {}
  const findings = details.stops ?? details.findings ?? []
  return <><Failure error={error} />{findings.length > 0 && <div style={{ marginBottom: 16 }}><Findings items={findings} /></div>}</>
}

export function FormModal<V extends object>(p: FormModalProps<V>) {
  const [form] = Form.useForm<V>()
  const phone = usePhone()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const finish = async (values: V): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await p.submit(values)
      p.close()
    } catch (cause) {
      setError(cause)
      if (cause instanceof ApiError)
        form.setFields(cause.fields.map((f) => ({ name: f.field as never, errors: [faultText(f)] })))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open title={p.title} onCancel={p.close} okText={p.ok ?? t('action.save')} cancelText={t('action.cancel')} destroyOnHidden mask={{ closable: false }}
      width={phone ? '100vw' : p.width ?? 520} className={phone ? 'phone-modal' : undefined}
      style={phone ? { top: 0, margin: 0, maxWidth: '100vw', paddingBottom: 0 } : undefined}
      styles={phone ? { container: { minHeight: '100dvh', borderRadius: 0 } } : undefined}
      okButtonProps={{ htmlType: 'submit', loading: busy, danger: p.danger, form: 'form-modal' }}
    >
      <Form<V> id="form-modal" form={form} layout="vertical" initialValues={p.initial} onFinish={(v) => void finish(v)} scrollToFirstError style={{ paddingTop: 8 }}>
        {error !== null && <Refusal error={error} />}
        {typeof p.children === 'function' ? p.children(form) : p.children}
      </Form>
    </Modal>
  )
}
