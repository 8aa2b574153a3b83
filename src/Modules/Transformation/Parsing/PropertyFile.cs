using Talentys.Jinja.Public;
using Talentys.Transformation.Projects;

namespace Talentys.Transformation.Parsing;

/// <summary>A YAML file beside models.</summary>
/// <param name="Package">Its package.</param>
/// <param name="Shown">Its path as faults tell it.</param>
/// <param name="Content">Its keys: the same object from one reading to the next while the file is as it was.</param>
/// <param name="Folders">The folders between the one that is searched and the file.</param>
internal sealed record PropertyFile(DbtPackage Package, string Shown, PyDict Content, IReadOnlyList<string> Folders);
