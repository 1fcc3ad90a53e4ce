"""Redacción, trámite, plantillas y suscripciones de los informes."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cuentas', '0002_enviopendiente'),
        ('informes', '0002_tipos_y_semestre'),
        ('regiones', '0001_inicial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ArchivoPublicado',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registrado_en', models.DateTimeField(auto_now_add=True, verbose_name='registrado el')),
                ('formato', models.SlugField(max_length=8, verbose_name='formato')),
                ('ruta', models.CharField(max_length=120, verbose_name='ruta')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256')),
                ('tamano', models.PositiveBigIntegerField(verbose_name='tamaño')),
            ],
            options={
                'verbose_name': 'archivo publicado',
                'verbose_name_plural': 'archivos publicados',
                'ordering': ('version', 'formato'),
            },
        ),
        migrations.CreateModel(
            name='ArchivoPublicadoEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('registrado_en', models.DateTimeField(auto_now_add=True, verbose_name='registrado el')),
                ('formato', models.SlugField(db_index=False, max_length=8, verbose_name='formato')),
                ('ruta', models.CharField(max_length=120, verbose_name='ruta')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('tamano', models.PositiveBigIntegerField(verbose_name='tamaño')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Asignacion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registrado_en', models.DateTimeField(auto_now_add=True, verbose_name='registrado el')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identificador')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='versión')),
                ('clave', models.SlugField(max_length=40, verbose_name='sección')),
                ('vence_el', models.DateField(verbose_name='para cuándo')),
                ('nota', models.CharField(blank=True, max_length=300, verbose_name='qué se espera')),
                ('lista_en', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='lista el')),
            ],
            options={
                'verbose_name': 'asignación de sección',
                'verbose_name_plural': 'asignaciones de sección',
                'ordering': ('vence_el', 'id'),
            },
        ),
        migrations.CreateModel(
            name='AsignacionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('registrado_en', models.DateTimeField(auto_now_add=True, verbose_name='registrado el')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='identificador')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='versión')),
                ('clave', models.SlugField(db_index=False, max_length=40, verbose_name='sección')),
                ('vence_el', models.DateField(verbose_name='para cuándo')),
                ('nota', models.CharField(blank=True, max_length=300, verbose_name='qué se espera')),
                ('lista_en', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='lista el')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BorradorDeTexto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clave', models.SlugField(max_length=40, verbose_name='sección')),
                ('texto', models.TextField(blank=True, max_length=20000, verbose_name='texto')),
                ('version_base', models.PositiveIntegerField(default=0, verbose_name='versión sobre la que escribe')),
                ('guardado_en', models.DateTimeField(auto_now=True, verbose_name='guardado el')),
            ],
            options={
                'verbose_name': 'borrador de texto',
                'verbose_name_plural': 'borradores de texto',
            },
        ),
        migrations.CreateModel(
            name='EjemplarFirmado',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registrado_en', models.DateTimeField(auto_now_add=True, verbose_name='registrado el')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identificador')),
                ('ruta', models.CharField(max_length=120, verbose_name='ruta')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256')),
                ('tamano', models.PositiveBigIntegerField(verbose_name='tamaño')),
                ('firmas', models.JSONField(default=list, verbose_name='firmas que trae')),
                ('antivirus', models.CharField(default='sin_revisar', max_length=12, verbose_name='antivirus')),
                ('retirado_en', models.DateTimeField(editable=False, null=True, verbose_name='retirado el')),
                ('retirado_motivo', models.CharField(blank=True, max_length=300, verbose_name='motivo del retiro')),
            ],
            options={
                'verbose_name': 'ejemplar firmado',
                'verbose_name_plural': 'ejemplares firmados',
                'ordering': ('-registrado_en',),
            },
        ),
        migrations.CreateModel(
            name='EjemplarFirmadoEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('registrado_en', models.DateTimeField(auto_now_add=True, verbose_name='registrado el')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='identificador')),
                ('ruta', models.CharField(max_length=120, verbose_name='ruta')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('tamano', models.PositiveBigIntegerField(verbose_name='tamaño')),
                ('firmas', models.JSONField(default=list, verbose_name='firmas que trae')),
                ('antivirus', models.CharField(default='sin_revisar', max_length=12, verbose_name='antivirus')),
                ('retirado_en', models.DateTimeField(editable=False, null=True, verbose_name='retirado el')),
                ('retirado_motivo', models.CharField(blank=True, max_length=300, verbose_name='motivo del retiro')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Envio',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registrado_en', models.DateTimeField(auto_now_add=True, verbose_name='registrado el')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identificador')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='versión')),
                ('destinatario', models.CharField(blank=True, max_length=160, verbose_name='área o cargo que lo recibe')),
                ('canal', models.CharField(choices=[('mesa_de_partes', 'Mesa de partes'), ('mesa_virtual', 'Mesa de partes virtual'), ('gestion_documental', 'Sistema de gestión documental'), ('correo', 'Correo institucional'), ('en_mano', 'En mano')], max_length=20, verbose_name='canal')),
                ('enviado_el', models.DateField(verbose_name='enviado el')),
                ('recibido_el', models.DateField(blank=True, null=True, verbose_name='recibido el')),
                ('recibido_por', models.CharField(blank=True, max_length=120, verbose_name='recibido por')),
                ('constancia', models.CharField(blank=True, max_length=120, verbose_name='número de cargo o registro')),
            ],
            options={
                'verbose_name': 'envío',
                'verbose_name_plural': 'envíos',
                'ordering': ('enviado_el', 'id'),
            },
        ),
        migrations.CreateModel(
            name='EnvioEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('registrado_en', models.DateTimeField(auto_now_add=True, verbose_name='registrado el')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='identificador')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='versión')),
                ('destinatario', models.CharField(blank=True, max_length=160, verbose_name='área o cargo que lo recibe')),
                ('canal', models.CharField(choices=[('mesa_de_partes', 'Mesa de partes'), ('mesa_virtual', 'Mesa de partes virtual'), ('gestion_documental', 'Sistema de gestión documental'), ('correo', 'Correo institucional'), ('en_mano', 'En mano')], max_length=20, verbose_name='canal')),
                ('enviado_el', models.DateField(verbose_name='enviado el')),
                ('recibido_el', models.DateField(blank=True, null=True, verbose_name='recibido el')),
                ('recibido_por', models.CharField(blank=True, max_length=120, verbose_name='recibido por')),
                ('constancia', models.CharField(blank=True, max_length=120, verbose_name='número de cargo o registro')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlantillaDeInforme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registrado_en', models.DateTimeField(auto_now_add=True, verbose_name='registrado el')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identificador')),
                ('tipo', models.CharField(blank=True, max_length=30, verbose_name='tipo de informe')),
                ('numero', models.PositiveIntegerField(verbose_name='número')),
                ('ruta', models.CharField(max_length=120, verbose_name='ruta')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('tamano', models.PositiveIntegerField(verbose_name='tamaño')),
                ('campos', models.JSONField(default=list, verbose_name='campos que usa')),
                ('nota', models.CharField(max_length=200, verbose_name='qué cambia')),
                ('en_vigor', models.BooleanField(default=False, verbose_name='en vigor')),
            ],
            options={
                'verbose_name': 'plantilla de informe',
                'verbose_name_plural': 'plantillas de informe',
                'ordering': ('tipo', '-numero'),
            },
        ),
        migrations.CreateModel(
            name='PlantillaDeInformeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('registrado_en', models.DateTimeField(auto_now_add=True, verbose_name='registrado el')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='identificador')),
                ('tipo', models.CharField(blank=True, max_length=30, verbose_name='tipo de informe')),
                ('numero', models.PositiveIntegerField(verbose_name='número')),
                ('ruta', models.CharField(max_length=120, verbose_name='ruta')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('tamano', models.PositiveIntegerField(verbose_name='tamaño')),
                ('campos', models.JSONField(default=list, verbose_name='campos que usa')),
                ('nota', models.CharField(max_length=200, verbose_name='qué cambia')),
                ('en_vigor', models.BooleanField(default=False, verbose_name='en vigor')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SuscripcionDeInformes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registrado_en', models.DateTimeField(auto_now_add=True, verbose_name='registrado el')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identificador')),
                ('tipo', models.CharField(max_length=30, verbose_name='informe')),
                ('periodicidad', models.CharField(choices=[('al_publicar', 'Cuando se publique'), ('mes', 'Cada mes'), ('trimestre', 'Cada trimestre'), ('semestre', 'Cada semestre'), ('anio', 'Cada año')], max_length=12, verbose_name='cada cuánto')),
                ('ultimo_periodo', models.CharField(blank=True, max_length=10, verbose_name='último periodo avisado')),
                ('baja_en', models.DateTimeField(editable=False, null=True, verbose_name='dada de baja el')),
            ],
            options={
                'verbose_name': 'suscripción a informes',
                'verbose_name_plural': 'suscripciones a informes',
                'ordering': ('tipo', 'id'),
            },
        ),
        migrations.CreateModel(
            name='SuscripcionDeInformesEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('registrado_en', models.DateTimeField(auto_now_add=True, verbose_name='registrado el')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='identificador')),
                ('tipo', models.CharField(max_length=30, verbose_name='informe')),
                ('periodicidad', models.CharField(choices=[('al_publicar', 'Cuando se publique'), ('mes', 'Cada mes'), ('trimestre', 'Cada trimestre'), ('semestre', 'Cada semestre'), ('anio', 'Cada año')], max_length=12, verbose_name='cada cuánto')),
                ('ultimo_periodo', models.CharField(blank=True, max_length=10, verbose_name='último periodo avisado')),
                ('baja_en', models.DateTimeField(editable=False, null=True, verbose_name='dada de baja el')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Tramite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registrado_en', models.DateTimeField(auto_now_add=True, verbose_name='registrado el')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='versión')),
                ('numero_de_informe', models.CharField(blank=True, max_length=80, verbose_name='número de informe')),
                ('numero_de_oficio', models.CharField(blank=True, max_length=80, verbose_name='número de oficio')),
                ('expediente', models.CharField(blank=True, max_length=80, verbose_name='expediente')),
            ],
            options={
                'verbose_name': 'trámite',
            },
        ),
        migrations.CreateModel(
            name='TramiteEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('registrado_en', models.DateTimeField(auto_now_add=True, verbose_name='registrado el')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='versión')),
                ('numero_de_informe', models.CharField(blank=True, max_length=80, verbose_name='número de informe')),
                ('numero_de_oficio', models.CharField(blank=True, max_length=80, verbose_name='número de oficio')),
                ('expediente', models.CharField(blank=True, max_length=80, verbose_name='expediente')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='comentario',
            name='alta_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='comentario',
            name='cambio_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='comentario',
            name='baja_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='informe',
            name='alta_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='informe',
            name='cambio_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='informe',
            name='baja_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='textodeseccion',
            name='alta_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='textodeseccion',
            name='cambio_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='textodeseccion',
            name='baja_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='versionpublicada',
            name='alta_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='versionpublicada',
            name='cambio_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='versionpublicada',
            name='baja_delete',
        ),
        migrations.RemoveField(
            model_name='textodeseccion',
            name='asignada_a',
        ),
        migrations.RemoveField(
            model_name='textodeseccionevent',
            name='asignada_a',
        ),
        migrations.AddField(
            model_name='comentario',
            name='resuelto_en',
            field=models.DateTimeField(editable=False, null=True, verbose_name='resuelto el'),
        ),
        migrations.AddField(
            model_name='comentario',
            name='resuelto_por',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='resuelto por'),
        ),
        migrations.AddField(
            model_name='comentarioevent',
            name='resuelto_en',
            field=models.DateTimeField(editable=False, null=True, verbose_name='resuelto el'),
        ),
        migrations.AddField(
            model_name='comentarioevent',
            name='resuelto_por',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='resuelto por'),
        ),
        migrations.AddField(
            model_name='informe',
            name='motivo_de_correccion',
            field=models.CharField(blank=True, editable=False, max_length=500, verbose_name='motivo de la corrección'),
        ),
        migrations.AddField(
            model_name='informeevent',
            name='motivo_de_correccion',
            field=models.CharField(blank=True, editable=False, max_length=500, verbose_name='motivo de la corrección'),
        ),
        migrations.AddField(
            model_name='textodeseccion',
            name='actualizado_en',
            field=models.DateTimeField(editable=False, null=True, verbose_name='guardado el'),
        ),
        migrations.AddField(
            model_name='textodeseccion',
            name='actualizado_por',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='guardado por'),
        ),
        migrations.AddField(
            model_name='textodeseccionevent',
            name='actualizado_en',
            field=models.DateTimeField(editable=False, null=True, verbose_name='guardado el'),
        ),
        migrations.AddField(
            model_name='textodeseccionevent',
            name='actualizado_por',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='guardado por'),
        ),
        migrations.AddField(
            model_name='versionpublicada',
            name='motivo',
            field=models.CharField(blank=True, max_length=500, verbose_name='por qué se corrigió'),
        ),
        migrations.AddField(
            model_name='versionpublicadaevent',
            name='motivo',
            field=models.CharField(blank=True, max_length=500, verbose_name='por qué se corrigió'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comentario',
            trigger=pgtrigger.compiler.Trigger(name='alta_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_comentarioevent" ("clave", "id", "informe_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "resuelto_en", "resuelto_por_id", "texto", "uuid") VALUES (NEW."clave", NEW."id", NEW."informe_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'alta\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."resuelto_en", NEW."resuelto_por_id", NEW."texto", NEW."uuid"); RETURN NULL;', hash='2d0b1474df73e128eb16edd043a7994fb066ba45', operation='INSERT', pgid='pgtrigger_alta_insert_1ad85', table='informes_comentario', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comentario',
            trigger=pgtrigger.compiler.Trigger(name='cambio_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "informes_comentarioevent" ("clave", "id", "informe_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "resuelto_en", "resuelto_por_id", "texto", "uuid") VALUES (NEW."clave", NEW."id", NEW."informe_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'cambio\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."resuelto_en", NEW."resuelto_por_id", NEW."texto", NEW."uuid"); RETURN NULL;', hash='a15e5215eb6e55a9f22b22bd41a742c0da947a3e', operation='UPDATE', pgid='pgtrigger_cambio_update_2e775', table='informes_comentario', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comentario',
            trigger=pgtrigger.compiler.Trigger(name='baja_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_comentarioevent" ("clave", "id", "informe_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "resuelto_en", "resuelto_por_id", "texto", "uuid") VALUES (OLD."clave", OLD."id", OLD."informe_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'baja\', OLD."id", OLD."registrado_en", OLD."registrado_por_id", OLD."resuelto_en", OLD."resuelto_por_id", OLD."texto", OLD."uuid"); RETURN NULL;', hash='1ea904559d07ec0c2a93676bf7901b09ae0805b9', operation='DELETE', pgid='pgtrigger_baja_delete_0a47b', table='informes_comentario', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='informe',
            trigger=pgtrigger.compiler.Trigger(name='alta_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_informeevent" ("anio", "espacio_id", "estado", "expediente", "id", "motivo_de_correccion", "periodo_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "semestre", "tipo", "uuid", "version") VALUES (NEW."anio", NEW."espacio_id", NEW."estado", NEW."expediente", NEW."id", NEW."motivo_de_correccion", NEW."periodo_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'alta\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."semestre", NEW."tipo", NEW."uuid", NEW."version"); RETURN NULL;', hash='8e87a5fff8167d9bfb6d7c771af78b0207288fad', operation='INSERT', pgid='pgtrigger_alta_insert_9b51c', table='informes_informe', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='informe',
            trigger=pgtrigger.compiler.Trigger(name='cambio_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "informes_informeevent" ("anio", "espacio_id", "estado", "expediente", "id", "motivo_de_correccion", "periodo_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "semestre", "tipo", "uuid", "version") VALUES (NEW."anio", NEW."espacio_id", NEW."estado", NEW."expediente", NEW."id", NEW."motivo_de_correccion", NEW."periodo_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'cambio\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."semestre", NEW."tipo", NEW."uuid", NEW."version"); RETURN NULL;', hash='9b3887900980c1c96df42bfc8105aa601ca719dc', operation='UPDATE', pgid='pgtrigger_cambio_update_2552b', table='informes_informe', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='informe',
            trigger=pgtrigger.compiler.Trigger(name='baja_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_informeevent" ("anio", "espacio_id", "estado", "expediente", "id", "motivo_de_correccion", "periodo_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "semestre", "tipo", "uuid", "version") VALUES (OLD."anio", OLD."espacio_id", OLD."estado", OLD."expediente", OLD."id", OLD."motivo_de_correccion", OLD."periodo_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'baja\', OLD."id", OLD."registrado_en", OLD."registrado_por_id", OLD."semestre", OLD."tipo", OLD."uuid", OLD."version"); RETURN NULL;', hash='7759c2ee318b3a1883b7ce94d9237b912b012cf2', operation='DELETE', pgid='pgtrigger_baja_delete_16a51', table='informes_informe', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='textodeseccion',
            trigger=pgtrigger.compiler.Trigger(name='alta_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_textodeseccionevent" ("actualizado_en", "actualizado_por_id", "clave", "id", "informe_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "texto", "version") VALUES (NEW."actualizado_en", NEW."actualizado_por_id", NEW."clave", NEW."id", NEW."informe_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'alta\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."texto", NEW."version"); RETURN NULL;', hash='9752a1204cf188ff4d2c3cf8107d22c2eedfc0c7', operation='INSERT', pgid='pgtrigger_alta_insert_602f3', table='informes_textodeseccion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='textodeseccion',
            trigger=pgtrigger.compiler.Trigger(name='cambio_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "informes_textodeseccionevent" ("actualizado_en", "actualizado_por_id", "clave", "id", "informe_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "texto", "version") VALUES (NEW."actualizado_en", NEW."actualizado_por_id", NEW."clave", NEW."id", NEW."informe_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'cambio\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."texto", NEW."version"); RETURN NULL;', hash='62f77c2815c5b135e50055f80d80fb7057d1bca1', operation='UPDATE', pgid='pgtrigger_cambio_update_acba3', table='informes_textodeseccion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='textodeseccion',
            trigger=pgtrigger.compiler.Trigger(name='baja_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_textodeseccionevent" ("actualizado_en", "actualizado_por_id", "clave", "id", "informe_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "texto", "version") VALUES (OLD."actualizado_en", OLD."actualizado_por_id", OLD."clave", OLD."id", OLD."informe_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'baja\', OLD."id", OLD."registrado_en", OLD."registrado_por_id", OLD."texto", OLD."version"); RETURN NULL;', hash='b4d7a388a261c55a667557e2c6f905232f323452', operation='DELETE', pgid='pgtrigger_baja_delete_87247', table='informes_textodeseccion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='versionpublicada',
            trigger=pgtrigger.compiler.Trigger(name='alta_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_versionpublicadaevent" ("anio", "clave", "datos", "id", "informe_id", "motivo", "numero", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "sha256", "version") VALUES (NEW."anio", NEW."clave", NEW."datos", NEW."id", NEW."informe_id", NEW."motivo", NEW."numero", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'alta\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."sha256", NEW."version"); RETURN NULL;', hash='c78a66625375757cc53bef9ee33dcd255040ff51', operation='INSERT', pgid='pgtrigger_alta_insert_5a547', table='informes_versionpublicada', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='versionpublicada',
            trigger=pgtrigger.compiler.Trigger(name='cambio_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "informes_versionpublicadaevent" ("anio", "clave", "datos", "id", "informe_id", "motivo", "numero", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "sha256", "version") VALUES (NEW."anio", NEW."clave", NEW."datos", NEW."id", NEW."informe_id", NEW."motivo", NEW."numero", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'cambio\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."sha256", NEW."version"); RETURN NULL;', hash='fc5a5b0238cc91e7c3656de3ed983a2fff71eb1b', operation='UPDATE', pgid='pgtrigger_cambio_update_ba022', table='informes_versionpublicada', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='versionpublicada',
            trigger=pgtrigger.compiler.Trigger(name='baja_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_versionpublicadaevent" ("anio", "clave", "datos", "id", "informe_id", "motivo", "numero", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "sha256", "version") VALUES (OLD."anio", OLD."clave", OLD."datos", OLD."id", OLD."informe_id", OLD."motivo", OLD."numero", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'baja\', OLD."id", OLD."registrado_en", OLD."registrado_por_id", OLD."sha256", OLD."version"); RETURN NULL;', hash='86a1967e73e71b6a0446f2beb1db10f5524504d2', operation='DELETE', pgid='pgtrigger_baja_delete_e2976', table='informes_versionpublicada', when='AFTER')),
        ),
        migrations.AddField(
            model_name='archivopublicado',
            name='registrado_por',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registrado por'),
        ),
        migrations.AddField(
            model_name='archivopublicado',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='archivos', to='informes.versionpublicada'),
        ),
        migrations.AddField(
            model_name='archivopublicadoevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='eventos', to='informes.archivopublicado'),
        ),
        migrations.AddField(
            model_name='archivopublicadoevent',
            name='registrado_por',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registrado por'),
        ),
        migrations.AddField(
            model_name='archivopublicadoevent',
            name='version',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='informes.versionpublicada'),
        ),
        migrations.AddField(
            model_name='asignacion',
            name='informe',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asignaciones', to='informes.informe'),
        ),
        migrations.AddField(
            model_name='asignacion',
            name='persona',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='persona'),
        ),
        migrations.AddField(
            model_name='asignacion',
            name='registrado_por',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registrado por'),
        ),
        migrations.AddField(
            model_name='asignacionevent',
            name='informe',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='informes.informe'),
        ),
        migrations.AddField(
            model_name='asignacionevent',
            name='persona',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='persona'),
        ),
        migrations.AddField(
            model_name='asignacionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='eventos', to='informes.asignacion'),
        ),
        migrations.AddField(
            model_name='asignacionevent',
            name='registrado_por',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registrado por'),
        ),
        migrations.AddField(
            model_name='borradordetexto',
            name='informe',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='borradores', to='informes.informe'),
        ),
        migrations.AddField(
            model_name='borradordetexto',
            name='persona',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ejemplarfirmado',
            name='registrado_por',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registrado por'),
        ),
        migrations.AddField(
            model_name='ejemplarfirmado',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='firmados', to='informes.versionpublicada'),
        ),
        migrations.AddField(
            model_name='ejemplarfirmadoevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='eventos', to='informes.ejemplarfirmado'),
        ),
        migrations.AddField(
            model_name='ejemplarfirmadoevent',
            name='registrado_por',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registrado por'),
        ),
        migrations.AddField(
            model_name='ejemplarfirmadoevent',
            name='version',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='informes.versionpublicada'),
        ),
        migrations.AddField(
            model_name='envio',
            name='entidad',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cuentas.entidad', verbose_name='institución'),
        ),
        migrations.AddField(
            model_name='envio',
            name='registrado_por',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registrado por'),
        ),
        migrations.AddField(
            model_name='envio',
            name='version_publicada',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envios', to='informes.versionpublicada'),
        ),
        migrations.AddField(
            model_name='envioevent',
            name='entidad',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cuentas.entidad', verbose_name='institución'),
        ),
        migrations.AddField(
            model_name='envioevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='eventos', to='informes.envio'),
        ),
        migrations.AddField(
            model_name='envioevent',
            name='registrado_por',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registrado por'),
        ),
        migrations.AddField(
            model_name='envioevent',
            name='version_publicada',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='informes.versionpublicada'),
        ),
        migrations.AddField(
            model_name='plantilladeinforme',
            name='registrado_por',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registrado por'),
        ),
        migrations.AddField(
            model_name='archivopublicadoevent',
            name='plantilla',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='informes.plantilladeinforme', verbose_name='plantilla con que se hizo'),
        ),
        migrations.AddField(
            model_name='archivopublicado',
            name='plantilla',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='informes.plantilladeinforme', verbose_name='plantilla con que se hizo'),
        ),
        migrations.AddField(
            model_name='plantilladeinformeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='eventos', to='informes.plantilladeinforme'),
        ),
        migrations.AddField(
            model_name='plantilladeinformeevent',
            name='registrado_por',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registrado por'),
        ),
        migrations.AddField(
            model_name='suscripciondeinformes',
            name='espacio',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regiones.espacioregional', verbose_name='región'),
        ),
        migrations.AddField(
            model_name='suscripciondeinformes',
            name='persona',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='persona'),
        ),
        migrations.AddField(
            model_name='suscripciondeinformes',
            name='registrado_por',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registrado por'),
        ),
        migrations.AddField(
            model_name='suscripciondeinformesevent',
            name='espacio',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='regiones.espacioregional', verbose_name='región'),
        ),
        migrations.AddField(
            model_name='suscripciondeinformesevent',
            name='persona',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='persona'),
        ),
        migrations.AddField(
            model_name='suscripciondeinformesevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='eventos', to='informes.suscripciondeinformes'),
        ),
        migrations.AddField(
            model_name='suscripciondeinformesevent',
            name='registrado_por',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registrado por'),
        ),
        migrations.AddField(
            model_name='tramite',
            name='registrado_por',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registrado por'),
        ),
        migrations.AddField(
            model_name='tramite',
            name='version_publicada',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='tramite', to='informes.versionpublicada'),
        ),
        migrations.AddField(
            model_name='tramiteevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='eventos', to='informes.tramite'),
        ),
        migrations.AddField(
            model_name='tramiteevent',
            name='registrado_por',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registrado por'),
        ),
        migrations.AddField(
            model_name='tramiteevent',
            name='version_publicada',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='informes.versionpublicada'),
        ),
        migrations.AddConstraint(
            model_name='asignacion',
            constraint=models.UniqueConstraint(fields=('informe', 'clave'), name='una_asignacion_por_seccion'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asignacion',
            trigger=pgtrigger.compiler.Trigger(name='alta_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_asignacionevent" ("clave", "id", "informe_id", "lista_en", "nota", "persona_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "uuid", "vence_el", "version") VALUES (NEW."clave", NEW."id", NEW."informe_id", NEW."lista_en", NEW."nota", NEW."persona_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'alta\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."uuid", NEW."vence_el", NEW."version"); RETURN NULL;', hash='3b3750be0e303fa162d266708a346e84c9ff89f8', operation='INSERT', pgid='pgtrigger_alta_insert_e3b8e', table='informes_asignacion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asignacion',
            trigger=pgtrigger.compiler.Trigger(name='cambio_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "informes_asignacionevent" ("clave", "id", "informe_id", "lista_en", "nota", "persona_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "uuid", "vence_el", "version") VALUES (NEW."clave", NEW."id", NEW."informe_id", NEW."lista_en", NEW."nota", NEW."persona_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'cambio\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."uuid", NEW."vence_el", NEW."version"); RETURN NULL;', hash='1e65898904dfae89e7cbc2a4d57a3c8ef592806e', operation='UPDATE', pgid='pgtrigger_cambio_update_c116a', table='informes_asignacion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asignacion',
            trigger=pgtrigger.compiler.Trigger(name='baja_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_asignacionevent" ("clave", "id", "informe_id", "lista_en", "nota", "persona_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "uuid", "vence_el", "version") VALUES (OLD."clave", OLD."id", OLD."informe_id", OLD."lista_en", OLD."nota", OLD."persona_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'baja\', OLD."id", OLD."registrado_en", OLD."registrado_por_id", OLD."uuid", OLD."vence_el", OLD."version"); RETURN NULL;', hash='bb8cff6b4e46487f2dd12063e21c02513d132592', operation='DELETE', pgid='pgtrigger_baja_delete_54107', table='informes_asignacion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asignacionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9facfb4dfe3ded1b6983d78757f00083a3139411', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_68b8b', table='informes_asignacionevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='borradordetexto',
            constraint=models.UniqueConstraint(fields=('informe', 'clave', 'persona'), name='un_borrador_por_persona'),
        ),
        migrations.AddConstraint(
            model_name='ejemplarfirmado',
            constraint=models.UniqueConstraint(condition=models.Q(('retirado_en', None)), fields=('version',), name='un_ejemplar_firmado_en_vigor'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ejemplarfirmado',
            trigger=pgtrigger.compiler.Trigger(name='alta_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_ejemplarfirmadoevent" ("antivirus", "firmas", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "retirado_en", "retirado_motivo", "ruta", "sha256", "tamano", "uuid", "version_id") VALUES (NEW."antivirus", NEW."firmas", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'alta\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."retirado_en", NEW."retirado_motivo", NEW."ruta", NEW."sha256", NEW."tamano", NEW."uuid", NEW."version_id"); RETURN NULL;', hash='11d31338013f041f16122fa49351f6f0d1a59e9e', operation='INSERT', pgid='pgtrigger_alta_insert_1dc61', table='informes_ejemplarfirmado', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ejemplarfirmado',
            trigger=pgtrigger.compiler.Trigger(name='cambio_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "informes_ejemplarfirmadoevent" ("antivirus", "firmas", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "retirado_en", "retirado_motivo", "ruta", "sha256", "tamano", "uuid", "version_id") VALUES (NEW."antivirus", NEW."firmas", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'cambio\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."retirado_en", NEW."retirado_motivo", NEW."ruta", NEW."sha256", NEW."tamano", NEW."uuid", NEW."version_id"); RETURN NULL;', hash='486f0555b46d14e062f91be5f5c02cbe58126396', operation='UPDATE', pgid='pgtrigger_cambio_update_fd1dd', table='informes_ejemplarfirmado', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ejemplarfirmado',
            trigger=pgtrigger.compiler.Trigger(name='baja_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_ejemplarfirmadoevent" ("antivirus", "firmas", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "retirado_en", "retirado_motivo", "ruta", "sha256", "tamano", "uuid", "version_id") VALUES (OLD."antivirus", OLD."firmas", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'baja\', OLD."id", OLD."registrado_en", OLD."registrado_por_id", OLD."retirado_en", OLD."retirado_motivo", OLD."ruta", OLD."sha256", OLD."tamano", OLD."uuid", OLD."version_id"); RETURN NULL;', hash='ef5b4985fc4b0d58229572810e40f4959286bba9', operation='DELETE', pgid='pgtrigger_baja_delete_de317', table='informes_ejemplarfirmado', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ejemplarfirmadoevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b1919fc26c5b5172c0296f6acd696abc87c41ba5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_65ba1', table='informes_ejemplarfirmadoevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='envio',
            constraint=models.CheckConstraint(condition=models.Q(('recibido_el', None), ('recibido_el__gte', models.F('enviado_el')), _connector='OR'), name='recibido_despues_de_enviado'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='envio',
            trigger=pgtrigger.compiler.Trigger(name='alta_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_envioevent" ("canal", "constancia", "destinatario", "entidad_id", "enviado_el", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recibido_el", "recibido_por", "registrado_en", "registrado_por_id", "uuid", "version", "version_publicada_id") VALUES (NEW."canal", NEW."constancia", NEW."destinatario", NEW."entidad_id", NEW."enviado_el", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'alta\', NEW."id", NEW."recibido_el", NEW."recibido_por", NEW."registrado_en", NEW."registrado_por_id", NEW."uuid", NEW."version", NEW."version_publicada_id"); RETURN NULL;', hash='61e3c90fa842bdc33eecd8ec1501590b1034e7d1', operation='INSERT', pgid='pgtrigger_alta_insert_0a6f0', table='informes_envio', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='envio',
            trigger=pgtrigger.compiler.Trigger(name='cambio_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "informes_envioevent" ("canal", "constancia", "destinatario", "entidad_id", "enviado_el", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recibido_el", "recibido_por", "registrado_en", "registrado_por_id", "uuid", "version", "version_publicada_id") VALUES (NEW."canal", NEW."constancia", NEW."destinatario", NEW."entidad_id", NEW."enviado_el", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'cambio\', NEW."id", NEW."recibido_el", NEW."recibido_por", NEW."registrado_en", NEW."registrado_por_id", NEW."uuid", NEW."version", NEW."version_publicada_id"); RETURN NULL;', hash='925c07006c1419bc007ea3240d38a6f769e87447', operation='UPDATE', pgid='pgtrigger_cambio_update_79875', table='informes_envio', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='envio',
            trigger=pgtrigger.compiler.Trigger(name='baja_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_envioevent" ("canal", "constancia", "destinatario", "entidad_id", "enviado_el", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recibido_el", "recibido_por", "registrado_en", "registrado_por_id", "uuid", "version", "version_publicada_id") VALUES (OLD."canal", OLD."constancia", OLD."destinatario", OLD."entidad_id", OLD."enviado_el", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'baja\', OLD."id", OLD."recibido_el", OLD."recibido_por", OLD."registrado_en", OLD."registrado_por_id", OLD."uuid", OLD."version", OLD."version_publicada_id"); RETURN NULL;', hash='5cfba5e9f12d75f9125f0f9e054ef0d2118a7315', operation='DELETE', pgid='pgtrigger_baja_delete_de0a8', table='informes_envio', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='envioevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='023d13116baa5fa89545f346ca39af5d426b330e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5e878', table='informes_envioevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='plantilladeinforme',
            constraint=models.UniqueConstraint(fields=('tipo', 'numero'), name='plantilla_numerada'),
        ),
        migrations.AddConstraint(
            model_name='plantilladeinforme',
            constraint=models.UniqueConstraint(condition=models.Q(('en_vigor', True)), fields=('tipo',), name='una_plantilla_en_vigor_por_tipo'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plantilladeinforme',
            trigger=pgtrigger.compiler.Trigger(name='alta_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_plantilladeinformeevent" ("campos", "en_vigor", "id", "nota", "numero", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "ruta", "sha256", "tamano", "tipo", "uuid") VALUES (NEW."campos", NEW."en_vigor", NEW."id", NEW."nota", NEW."numero", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'alta\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."ruta", NEW."sha256", NEW."tamano", NEW."tipo", NEW."uuid"); RETURN NULL;', hash='ea26c9b5f3ba168a39cf0903a22034eb8216445f', operation='INSERT', pgid='pgtrigger_alta_insert_dfb7e', table='informes_plantilladeinforme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plantilladeinforme',
            trigger=pgtrigger.compiler.Trigger(name='cambio_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "informes_plantilladeinformeevent" ("campos", "en_vigor", "id", "nota", "numero", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "ruta", "sha256", "tamano", "tipo", "uuid") VALUES (NEW."campos", NEW."en_vigor", NEW."id", NEW."nota", NEW."numero", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'cambio\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."ruta", NEW."sha256", NEW."tamano", NEW."tipo", NEW."uuid"); RETURN NULL;', hash='876e5020066cd9d73a5ea3c9baa0ba1ccdb6ef1b', operation='UPDATE', pgid='pgtrigger_cambio_update_dfd5a', table='informes_plantilladeinforme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plantilladeinforme',
            trigger=pgtrigger.compiler.Trigger(name='baja_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_plantilladeinformeevent" ("campos", "en_vigor", "id", "nota", "numero", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "ruta", "sha256", "tamano", "tipo", "uuid") VALUES (OLD."campos", OLD."en_vigor", OLD."id", OLD."nota", OLD."numero", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'baja\', OLD."id", OLD."registrado_en", OLD."registrado_por_id", OLD."ruta", OLD."sha256", OLD."tamano", OLD."tipo", OLD."uuid"); RETURN NULL;', hash='96cf2ab577c0708c095878b751d3dddff35e50aa', operation='DELETE', pgid='pgtrigger_baja_delete_677a9', table='informes_plantilladeinforme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='archivopublicadoevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3d6d15bd4be579b5bebcfae03738b1720548394f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c5ac0', table='informes_archivopublicadoevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='archivopublicado',
            constraint=models.UniqueConstraint(fields=('version', 'formato'), name='un_archivo_por_formato'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='archivopublicado',
            trigger=pgtrigger.compiler.Trigger(name='alta_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_archivopublicadoevent" ("formato", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plantilla_id", "registrado_en", "registrado_por_id", "ruta", "sha256", "tamano", "version_id") VALUES (NEW."formato", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'alta\', NEW."id", NEW."plantilla_id", NEW."registrado_en", NEW."registrado_por_id", NEW."ruta", NEW."sha256", NEW."tamano", NEW."version_id"); RETURN NULL;', hash='7b677e7b2acadbd0b5ecdd0c1979e749e6bee6dc', operation='INSERT', pgid='pgtrigger_alta_insert_a93e4', table='informes_archivopublicado', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='archivopublicado',
            trigger=pgtrigger.compiler.Trigger(name='cambio_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "informes_archivopublicadoevent" ("formato", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plantilla_id", "registrado_en", "registrado_por_id", "ruta", "sha256", "tamano", "version_id") VALUES (NEW."formato", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'cambio\', NEW."id", NEW."plantilla_id", NEW."registrado_en", NEW."registrado_por_id", NEW."ruta", NEW."sha256", NEW."tamano", NEW."version_id"); RETURN NULL;', hash='ce7222ac83f32e9179765ba4c07ff668509b0e98', operation='UPDATE', pgid='pgtrigger_cambio_update_ca95f', table='informes_archivopublicado', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='archivopublicado',
            trigger=pgtrigger.compiler.Trigger(name='baja_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_archivopublicadoevent" ("formato", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plantilla_id", "registrado_en", "registrado_por_id", "ruta", "sha256", "tamano", "version_id") VALUES (OLD."formato", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'baja\', OLD."id", OLD."plantilla_id", OLD."registrado_en", OLD."registrado_por_id", OLD."ruta", OLD."sha256", OLD."tamano", OLD."version_id"); RETURN NULL;', hash='3d59be8bc63990f4dcfc7d31f19ccb6c7948da2f', operation='DELETE', pgid='pgtrigger_baja_delete_cea41', table='informes_archivopublicado', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plantilladeinformeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8bdf8ee2507c34a33813a4778fffd4605a5d63cf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ccc2d', table='informes_plantilladeinformeevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='suscripciondeinformes',
            constraint=models.UniqueConstraint(condition=models.Q(('baja_en', None)), fields=('persona', 'tipo', 'espacio', 'periodicidad'), name='suscripcion_a_informes_unica', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suscripciondeinformes',
            trigger=pgtrigger.compiler.Trigger(name='alta_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_suscripciondeinformesevent" ("baja_en", "espacio_id", "id", "periodicidad", "persona_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "tipo", "ultimo_periodo", "uuid") VALUES (NEW."baja_en", NEW."espacio_id", NEW."id", NEW."periodicidad", NEW."persona_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'alta\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."tipo", NEW."ultimo_periodo", NEW."uuid"); RETURN NULL;', hash='f801ed0990b59677816fd114117c623deb70f1dd', operation='INSERT', pgid='pgtrigger_alta_insert_d1e50', table='informes_suscripciondeinformes', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suscripciondeinformes',
            trigger=pgtrigger.compiler.Trigger(name='cambio_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "informes_suscripciondeinformesevent" ("baja_en", "espacio_id", "id", "periodicidad", "persona_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "tipo", "ultimo_periodo", "uuid") VALUES (NEW."baja_en", NEW."espacio_id", NEW."id", NEW."periodicidad", NEW."persona_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'cambio\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."tipo", NEW."ultimo_periodo", NEW."uuid"); RETURN NULL;', hash='fd6b2d5a23165aa90c42af6c55c04d49f3afec19', operation='UPDATE', pgid='pgtrigger_cambio_update_3b3f3', table='informes_suscripciondeinformes', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suscripciondeinformes',
            trigger=pgtrigger.compiler.Trigger(name='baja_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_suscripciondeinformesevent" ("baja_en", "espacio_id", "id", "periodicidad", "persona_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "tipo", "ultimo_periodo", "uuid") VALUES (OLD."baja_en", OLD."espacio_id", OLD."id", OLD."periodicidad", OLD."persona_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'baja\', OLD."id", OLD."registrado_en", OLD."registrado_por_id", OLD."tipo", OLD."ultimo_periodo", OLD."uuid"); RETURN NULL;', hash='4afc8fe745767ea2a02b0a9608e2acb54b402793', operation='DELETE', pgid='pgtrigger_baja_delete_e8218', table='informes_suscripciondeinformes', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suscripciondeinformesevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='082337bc7693aeadb7a845b5e44e84469201ee82', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_13e9c', table='informes_suscripciondeinformesevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tramite',
            trigger=pgtrigger.compiler.Trigger(name='alta_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_tramiteevent" ("expediente", "id", "numero_de_informe", "numero_de_oficio", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "version", "version_publicada_id") VALUES (NEW."expediente", NEW."id", NEW."numero_de_informe", NEW."numero_de_oficio", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'alta\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."version", NEW."version_publicada_id"); RETURN NULL;', hash='cdbfd6d2ef6c7a6245cf82ba10e114e9ecb263aa', operation='INSERT', pgid='pgtrigger_alta_insert_5d83a', table='informes_tramite', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tramite',
            trigger=pgtrigger.compiler.Trigger(name='cambio_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "informes_tramiteevent" ("expediente", "id", "numero_de_informe", "numero_de_oficio", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "version", "version_publicada_id") VALUES (NEW."expediente", NEW."id", NEW."numero_de_informe", NEW."numero_de_oficio", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'cambio\', NEW."id", NEW."registrado_en", NEW."registrado_por_id", NEW."version", NEW."version_publicada_id"); RETURN NULL;', hash='6aaf748f675d6fb0001514849d206edcf74c0734', operation='UPDATE', pgid='pgtrigger_cambio_update_0d730', table='informes_tramite', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tramite',
            trigger=pgtrigger.compiler.Trigger(name='baja_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "informes_tramiteevent" ("expediente", "id", "numero_de_informe", "numero_de_oficio", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registrado_en", "registrado_por_id", "version", "version_publicada_id") VALUES (OLD."expediente", OLD."id", OLD."numero_de_informe", OLD."numero_de_oficio", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'baja\', OLD."id", OLD."registrado_en", OLD."registrado_por_id", OLD."version", OLD."version_publicada_id"); RETURN NULL;', hash='9f7501d3a0cab3d0e2387ba78c130e155a57b73c', operation='DELETE', pgid='pgtrigger_baja_delete_08750', table='informes_tramite', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tramiteevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b130ba3772d72e541da953a97b35340377ecddfb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fbf3d', table='informes_tramiteevent', when='BEFORE')),
        ),
    ]
