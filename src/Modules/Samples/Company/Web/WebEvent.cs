namespace Talentys.Samples.Company;

/// <summary>An event of the web shop.</summary>
/// <param name="Second">Second of the day.</param>
/// <param name="Type">view, add_to_cart, checkout or purchase.</param>
/// <param name="Product">What was seen or put into the cart.</param>
internal readonly record struct WebEvent(int Second, string Type, Product? Product);
