"""Las reglas de la contraseña, dichas de tú y diciendo qué hacer."""

from django.contrib.auth import password_validation as reglas


class Distinta(reglas.UserAttributeSimilarityValidator):
    """No se parece al nombre, al usuario ni al correo."""

    def get_error_message(self) -> str:
        """El error que se muestra junto al campo."""
        return "Se parece demasiado a tu %(verbose_name)s. Elige otra."

    def get_help_text(self) -> str:
        """La ayuda."""
        return "No debe parecerse a tu nombre, tu usuario ni tu correo."


class Larga(reglas.MinimumLengthValidator):
    """Tiene el largo mínimo."""

    def get_error_message(self) -> str:
        """El error que se muestra junto al campo."""
        return f"Escribe al menos {self.min_length} caracteres."

    def get_help_text(self) -> str:
        """La ayuda."""
        return f"Al menos {self.min_length} caracteres. Una frase de varias palabras sirve."


class PocoComun(reglas.CommonPasswordValidator):
    """No está entre las más usadas."""

    def get_error_message(self) -> str:
        """El error que se muestra junto al campo."""
        return "Es de las contraseñas más usadas. Elige otra."

    def get_help_text(self) -> str:
        """La ayuda."""
        return "No debe ser de las más usadas."


class NoSoloCifras(reglas.NumericPasswordValidator):
    """No es sólo números."""

    def get_error_message(self) -> str:
        """El error que se muestra junto al campo."""
        return "Sólo tiene números. Agrega palabras."

    def get_help_text(self) -> str:
        """La ayuda."""
        return "No puede ser sólo números."
