import { defineCatalogue } from '../define-catalogue.js'
import type { Text } from '../declaration.js'

/** Grows by one when a property changes its meaning or goes. One more property is no other schema. */
export const HEARTBEAT_SCHEMA = 1

const text = (sample: string, en: string, es: string, zh: string) =>
  ({ type: 'string', sample, meaning: { en, es, zh } }) as const

// Metric modules may fail one by one, so whatever one of them gathers may be missing.
const count = (sample: number, en: string, es: string, zh: string) =>
  ({ type: 'integer', optional: true, sample, meaning: { en, es, zh } }) as const

const fact = (sample: string, en: string, es: string, zh: string) =>
  ({ type: 'string', optional: true, sample, meaning: { en, es, zh } }) as const

const flag = (sample: boolean, what: Text, meaning: Text) =>
  ({
    type: 'object',
    optional: true,
    meaning: what,
    properties: { enabled: { type: 'boolean', sample, meaning } },
  }) as const

/** FlowForge: the payload of its core telemetry, as documented, and two properties of ours at its end. */
export const flowforge = defineCatalogue({
  product: 'FlowForge',
  naming: { properties: 'camelCase' },
  events: {
    heartbeat: {
      when: {
        en: '30 seconds after the platform has started, if it has been initialised, and once every 24 hours',
        es: '30 segundos después de arrancar la plataforma, si está inicializada, y una vez cada 24 horas',
        zh: '平台启动 30 秒后（如已初始化），此后每 24 小时一次',
      },
      since: '2022-02',
      owner: 'FlowForge platform team',
      properties: {
        instanceId: {
          type: 'string',
          sample: '5db51f99-c6fb-4340-9c19-78adce58cc1b',
          meaning: {
            en: 'A unique identifier for the FlowForge instance',
            es: 'Identificador único de la instancia de FlowForge',
            zh: 'FlowForge 实例的唯一标识',
          },
        },
        os: {
          type: 'object',
          meaning: {
            en: 'Information about the operating system',
            es: 'Información sobre el sistema operativo',
            zh: '操作系统信息',
          },
          properties: {
            type: text('Darwin', 'Its name', 'Su nombre', '名称'),
            release: text('20.5.0', 'Its release', 'Su versión', '版本'),
            arch: text('x64', 'Architecture of the processor', 'Arquitectura del procesador', '处理器架构'),
          },
        },
        env: {
          type: 'object',
          meaning: {
            en: 'Node.js and FlowForge versions',
            es: 'Versiones de Node.js y FlowForge',
            zh: 'Node.js 和 FlowForge 的版本',
          },
          properties: {
            nodejs: text('v16.19.1', 'Version of Node.js', 'Versión de Node.js', 'Node.js 的版本'),
            flowforge: text('1.0.0', 'Version of FlowForge', 'Versión de FlowForge', 'FlowForge 的版本'),
          },
        },
        platform: {
          type: 'object',
          optional: true,
          meaning: {
            en: 'What runs on the platform',
            es: 'Qué funciona en la plataforma',
            zh: '平台上的内容',
          },
          properties: {
            counts: {
              type: 'object',
              optional: true,
              meaning: {
                en: 'A snapshot of the number of users, teams, projects (instances), etc, in use on the platform',
                es: 'Cuántos usuarios, equipos, proyectos (instancias), etc. hay en la plataforma en ese momento',
                zh: '平台当前的用户、团队、项目（实例）等数量',
              },
              properties: {
                users: count(6, 'Users', 'Usuarios', '用户'),
                teams: count(5, 'Teams', 'Equipos', '团队'),
                projects: count(4, 'Projects (instances)', 'Proyectos (instancias)', '项目（实例）'),
                devices: count(9, 'Devices', 'Dispositivos', '设备'),
                projectSnapshots: count(16, 'Snapshots', 'Instantáneas', '快照'),
                projectTemplates: count(7, 'Templates', 'Plantillas', '模板'),
                projectStacks: count(2, 'Stacks', 'Stacks', '技术栈'),
                libraryEntries: count(0, 'Entries of the library', 'Entradas de la biblioteca', '库条目'),
                sharedLibraryEntries: count(
                  2,
                  'Entries of shared libraries',
                  'Entradas de bibliotecas compartidas',
                  '共享库条目',
                ),
              },
            },
            config: {
              type: 'object',
              optional: true,
              meaning: { en: 'How it is set up', es: 'Cómo está configurada', zh: '平台配置' },
              properties: {
                driver: fact(
                  'localfs',
                  'Which backend driver is being used',
                  'Qué controlador de backend se usa',
                  '所用的后端驱动',
                ),
                broker: flag(
                  true,
                  {
                    en: 'The internal comms broker',
                    es: 'El bróker interno de comunicaciones',
                    zh: '内部通信代理',
                  },
                  {
                    en: 'A flag indicating whether the internal comms broker is enabled',
                    es: 'Si el bróker interno de comunicaciones está activado',
                    zh: '内部通信代理是否启用',
                  },
                ),
                fileStore: flag(
                  true,
                  { en: 'The file store', es: 'El almacén de archivos', zh: '文件存储' },
                  {
                    en: 'A flag indicating whether the file store is enabled',
                    es: 'Si el almacén de archivos está activado',
                    zh: '文件存储是否启用',
                  },
                ),
                email: flag(
                  false,
                  { en: 'Email', es: 'El correo electrónico', zh: '电子邮件' },
                  {
                    en: 'A flag indicating whether email is enabled',
                    es: 'Si el correo electrónico está activado',
                    zh: '电子邮件是否启用',
                  },
                ),
              },
            },
            license: {
              type: 'object',
              optional: true,
              meaning: { en: 'The license', es: 'La licencia', zh: '许可证' },
              properties: {
                id: fact(
                  '4c105579-782b-4d53-af62-cf7fa69f6b43',
                  'The ID of the license loaded',
                  'El ID de la licencia cargada',
                  '已加载许可证的 ID',
                ),
                type: fact('DEV', 'The type of the license', 'El tipo de la licencia', '许可证类型'),
              },
            },
          },
        },
        schemaVersion: {
          type: 'integer',
          sample: HEARTBEAT_SCHEMA,
          meaning: {
            en: 'Version of this table, so that collectors know what to expect',
            es: 'Versión de esta tabla, para que los recolectores sepan qué esperar',
            zh: '本表的版本，供接收端识别',
          },
        },
        label: {
          type: 'string',
          optional: true,
          sample: 'Test bench 3',
          meaning: {
            en: 'Words by which the operator recognises this install, if any are configured',
            es: 'Palabras con las que el operador reconoce esta instalación, si las configuró',
            zh: '运营者用来辨认此安装的文字（如已配置）',
          },
        },
      },
    },
  },
})
