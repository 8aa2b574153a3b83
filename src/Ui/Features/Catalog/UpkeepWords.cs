using Talentys.Contracts;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Features.Catalog;

/// <summary>What upkeep of a table would do, in words.</summary>
public static class UpkeepWords
{
    /// <summary>The words.</summary>
    public static string Of(MaintenanceStep step, Words words, Formats formats) => step.Action switch
    {
        "compact" when step.Makes < step.Removes => words[
            "Small files are written together: {0} become {1} ({2})", formats.Number(step.Removes), formats.Number(step.Makes), formats.Bytes(step.Bytes)],
        "compact" => words["Files are written anew without their deleted rows: {0} ({1})", formats.Number(step.Removes), formats.Bytes(step.Bytes)],
        "manifests" => words["Lists of files are written together: {0} become {1}", formats.Number(step.Removes), formats.Number(step.Makes)],
        "expire" => words[
            "Old versions go: {0}, with {1} that only they have ({2})", formats.Number(step.Versions), words.Count(step.Removes, "{0} file", "{0} files"), formats.Bytes(step.Bytes)],
        "orphans" => words["Files that no version has go: {0} ({1})", formats.Number(step.Removes), formats.Bytes(step.Bytes)],
        _ => step.Action,
    };
}
