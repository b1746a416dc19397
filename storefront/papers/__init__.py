"""What is printed or kept: order confirmation, packing slip, return slip, statement. In the language of the request."""
