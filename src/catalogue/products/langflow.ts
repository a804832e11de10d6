import { defineCatalogue } from '../define-catalogue.js'
import type { Text } from '../declaration.js'

const about = { since: '1.0', owner: 'Langflow team' } as const

const seconds = (meaning: Text) => ({ type: 'number', unit: 's', sample: 1.25, meaning }) as const
const text = (sample: string, meaning: Text) => ({ type: 'string', sample, meaning }) as const
const flag = (sample: boolean, meaning: Text) => ({ type: 'boolean', sample, meaning }) as const

const success = flag(true, {
  en: 'Whether the operation was successful',
  es: 'Si la operación tuvo éxito',
  zh: '操作是否成功',
})

/** The page promises no sensitive data, and a message may hold any: so a code leaves, the message only if asked for. */
const errors = {
  ErrorMessage: {
    type: 'string',
    optional: true,
    freeText: true,
    sample: 'connect ECONNREFUSED',
    meaning: {
      en: 'Error message, if it was not successful',
      es: 'Mensaje de error, si no tuvo éxito',
      zh: '失败时的错误消息',
    },
  },
  ErrorCode: {
    type: 'string',
    optional: true,
    sample: 'ECONNREFUSED',
    meaning: {
      en: 'Kind of the error, if it was not successful',
      es: 'Tipo de error, si no tuvo éxito',
      zh: '失败时的错误类型',
    },
  },
} as const

/** Langflow: the events of its telemetry page, with the fields that it names. */
export const langflow = defineCatalogue({
  product: 'Langflow',
  naming: { events: 'PascalCase', properties: 'PascalCase' },
  events: {
    Run: {
      ...about,
      when: { en: 'A flow was executed', es: 'Se ejecutó un flujo', zh: '执行了流程' },
      properties: {
        IsWebhook: flag(false, {
          en: 'Whether a webhook triggered it',
          es: 'Si lo activó un webhook',
          zh: '是否由 webhook 触发',
        }),
        Seconds: seconds({
          en: 'How long it lasted, to the end of a streamed answer',
          es: 'Cuánto duró, hasta el final de una respuesta en streaming',
          zh: '持续时间，流式回答计至结束',
        }),
        Success: success,
        ...errors,
      },
    },
    Shutdown: {
      ...about,
      when: { en: 'The application ends', es: 'La aplicación termina', zh: '应用程序关闭' },
      properties: {
        TimeRunning: seconds({
          en: 'Total runtime before shutdown',
          es: 'Tiempo total de funcionamiento antes de cerrarse',
          zh: '关闭前的总运行时间',
        }),
      },
    },
    Version: {
      ...about,
      when: {
        en: 'Once, when telemetry starts',
        es: 'Una vez, cuando arranca la telemetría',
        zh: '遥测启动时发送一次',
      },
      properties: {
        Version: {
          ...text('1.0.0', { en: 'Version of Langflow', es: 'Versión de Langflow', zh: 'Langflow 的版本' }),
          filled: true,
        },
        Platform: text('Linux', {
          en: 'Operating system of the machine',
          es: 'Sistema operativo de la máquina',
          zh: '主机的操作系统',
        }),
        Python: {
          ...text('3.12', {
            en: 'Version of Python, where there is one',
            es: 'Versión de Python, donde lo hay',
            zh: 'Python 的版本（如有）',
          }),
          optional: true,
        },
        Arch: text('arm64', {
          en: 'Architecture of the processor, such as x64 or arm64',
          es: 'Arquitectura del procesador, como x64 o arm64',
          zh: '处理器架构，如 x64 或 arm64',
        }),
        AutoLogin: flag(true, {
          en: 'Whether auto-login is enabled',
          es: 'Si el inicio de sesión automático está activado',
          zh: '是否启用自动登录',
        }),
        CacheType: text('memory', {
          en: 'Type of the cache',
          es: 'Tipo de caché',
          zh: '缓存类型',
        }),
        BackendOnly: flag(false, {
          en: 'Whether it runs without a front end',
          es: 'Si funciona sin interfaz',
          zh: '是否仅运行后端',
        }),
        Desktop: flag(false, {
          en: 'Whether it is Langflow Desktop',
          es: 'Si es Langflow Desktop',
          zh: '是否为 Langflow Desktop',
        }),
      },
    },
    Playground: {
      ...about,
      when: {
        en: 'A flow was executed in the Playground',
        es: 'Se ejecutó un flujo en el Playground',
        zh: '在 Playground 中执行了流程',
      },
      properties: {
        Seconds: seconds({
          en: 'How long the execution lasted, not its preparation',
          es: 'Cuánto duró la ejecución, no su preparación',
          zh: '执行时间，不含准备时间',
        }),
        ComponentCount: {
          type: 'integer',
          sample: 7,
          meaning: { en: 'Components used', es: 'Componentes usados', zh: '使用的组件数' },
        },
        Success: success,
        ...errors,
      },
    },
    Component: {
      ...about,
      when: { en: 'A component was executed', es: 'Se ejecutó un componente', zh: '执行了组件' },
      properties: {
        Name: text('ChatInput', {
          en: 'Which kind of component',
          es: 'Qué tipo de componente',
          zh: '组件种类',
        }),
        Seconds: seconds({ en: 'How long it took', es: 'Cuánto tardó', zh: '耗时' }),
        Success: success,
        ...errors,
      },
    },
  },
})
