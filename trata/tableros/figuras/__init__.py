"""Las figuras de los tableros: cada una es una función de un pedido a una `Figura`."""
