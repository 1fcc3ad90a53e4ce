from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('trabajos', '0001_inicial'),
    ]

    operations = [
        migrations.DeleteModel(name='Latido'),
    ]
