import { App, Input } from 'antd'
import { useRef, type ReactNode } from 'react'
import { t } from '../i18n'
import { errorText } from './http'
import { may, useSession } from './session'

/* Shows its children to those who may; the server checks again. */
export function PermissionGate({ perm, children, otherwise = null }: { perm: string; children: ReactNode; otherwise?: ReactNode }) {
  return may(useSession(), perm) ? <>{children}</> : <>{otherwise}</>
}

export interface Confirm { title: string; text?: ReactNode; ok: string; danger?: boolean; reason?: string; run: (reason: string) => Promise<unknown>; done?: string }

/* Asks before something that weighs; with `reason` the answer must give one. */
export function useConfirm(): (c: Confirm) => void {
  const { modal, message } = App.useApp()
  const reason = useRef('')
  return (c) => {
    reason.current = ''
    modal.confirm({
      title: c.title, okText: c.ok, cancelText: t('action.cancel'), okButtonProps: { danger: c.danger }, icon: null,
      content: (
        <div className="stack">
          {c.text && <div>{c.text}</div>}
          {c.reason && <label><div style={{ marginBottom: 4 }}>{c.reason}</div><Input.TextArea rows={2} maxLength={200} onChange={(e) => { reason.current = e.target.value }} /></label>}
        </div>
      ),
      onOk: async () => {
        if (c.reason && reason.current.trim().length < 2) {
          void message.warning(t('action.reason_needed'))
          throw new Error('reason')
        }
        try {
          await c.run(reason.current.trim())
          if (c.done) void message.success(c.done)
        } catch (e) {
          void message.error(errorText(e))
          throw e
        }
      },
    })
  }
}
