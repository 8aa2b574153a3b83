using System.Text.Json;
using System.Text.Json.Nodes;
using Talentys.Contracts;

namespace Talentys.Ui.Features.Sources;

/// <summary>What a form holds: the content that is edited, its faults, and which fields were touched.</summary>
public sealed class FormState
{
    private readonly HashSet<string> touched = new(StringComparer.Ordinal);

    /// <summary>The schema.</summary>
    public required SchemaNode Schema { get; init; }

    /// <summary>The content. Keys that the schema does not know are kept.</summary>
    public required JsonObject Content { get; set; }

    /// <summary>Whether it may be looked at only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Faults that the server told.</summary>
    public IReadOnlyList<ProblemFault> Faults { get; set; } = [];

    /// <summary>Whether faults of fields that were not touched yet are shown: a new form does not begin with reproaches.</summary>
    public bool ShowAll { get; set; }

    /// <summary>Raised when something was typed.</summary>
    public event Action? Changed;

    /// <summary>The content as it is sent.</summary>
    public JsonElement ToElement()
    {
        using var document = JsonDocument.Parse(Content.ToJsonString());
        return document.RootElement.Clone();
    }

    /// <summary>Faults that are shown at a field.</summary>
    /// <param name="place">Place of the field.</param>
    /// <param name="deep">Whether those of what is in it count too.</param>
    public IEnumerable<ProblemFault> At(string place, bool deep) => Faults.Where(fault =>
        fault.Place is { } at && (deep ? FieldPlace.IsIn(at, place) : at == place) && IsShown(at));

    /// <summary>Faults for which the form has no field.</summary>
    public IEnumerable<ProblemFault> Elsewhere() => Faults.Where(fault =>
        fault.Place != "name" && (fault.Place is not { Length: > 0 } at || Schema.At(FieldPlace.Parts(at)) is not { Shape: not SchemaShape.Constant }));

    /// <summary>Tells that a field was changed.</summary>
    public void Touch(string place)
    {
        touched.Add(place);
        Changed?.Invoke();
    }

    private bool IsShown(string place) => ShowAll || touched.Any(field => FieldPlace.IsIn(place, field) || FieldPlace.IsIn(field, place));
}
